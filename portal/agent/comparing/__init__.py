"""Step 1 of a sync: comparing the company with what the portal was told, and telling it the difference."""
