"""Write results out."""
