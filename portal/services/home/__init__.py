"""The first page: what waits for this person, what is under way."""
