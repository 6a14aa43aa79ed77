"""Describe photos with a vision-language model."""
