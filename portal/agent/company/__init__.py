"""Reading the company database: which tables, which statements, a cheap mark of what changed. It never writes."""
