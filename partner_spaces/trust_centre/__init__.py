"""The trust centre: a partner's customers, readable by that partner alone."""
