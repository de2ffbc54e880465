"""Floor 1: what the brand is - networks, brand kits, themes, rules and assets."""
