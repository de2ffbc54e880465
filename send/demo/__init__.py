"""A believable network to try Einklang with: Nordring Autoservice. Everything in it is invented."""
