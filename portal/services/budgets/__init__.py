"""The budget itself: lines, modifications, locks, the ledger and its pages."""
