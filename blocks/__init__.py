"""Floor 2: what a campaign is built of - kinds, locks, overlay, resolve, compile. No tables."""
