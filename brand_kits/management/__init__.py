"""Commands of the brand."""
