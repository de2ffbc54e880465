"""Floor 4: the partner's rooms - partners, members, campaigns, approval, the Desk."""
