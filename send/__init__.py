"""Floor 5: from approved campaign to inbox and back - dispatch, ledger, senders, public door."""
