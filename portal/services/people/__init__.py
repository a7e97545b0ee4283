"""Accounts, sessions, the directory and the privilege."""
