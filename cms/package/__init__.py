"""Templates as files: one JSON with everything a template is made of, and taken in whole or not."""
