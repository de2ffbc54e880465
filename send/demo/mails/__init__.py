"""The six mails of the demo, one module each: what they say and what headquarters leaves open."""
