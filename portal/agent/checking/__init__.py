"""`portal-agent check`: every prerequisite is tried, and each failing one says what to do."""
