"""The company's own settings."""
