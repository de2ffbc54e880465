"""Filters of the Desk and of Review."""
