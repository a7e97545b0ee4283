"""Signing in and out, and what a person may see and change about the own account."""

from portal.web.account import proof_views, views
from portal.web.account.door import blueprint

__all__ = ["blueprint", "proof_views", "views"]
