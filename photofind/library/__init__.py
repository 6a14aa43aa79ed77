"""Find, watch, open and catalogue photos."""
