"""ERP connections: their settings, their files, how they are doing."""
