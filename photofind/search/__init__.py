"""Find photos by the words of their captions, and say why."""
