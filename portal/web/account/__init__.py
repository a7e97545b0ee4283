"""Signing in and out, and what a person may see and change about the own account."""

from portal.web.account.views import blueprint

__all__ = ["blueprint"]
