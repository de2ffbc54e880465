"""Filters of the sending screens."""
