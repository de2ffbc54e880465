"""The ways a message leaves the house, each behind the same one-method Protocol."""
