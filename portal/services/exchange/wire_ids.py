"""Ids that the ERP keeps for one attempt of one writing step."""

import secrets


def new_wire_id() -> str:
    """22 random characters, where QuickBooks keeps at most 23. Source: QBXML message information."""
    return secrets.token_hex(11)
