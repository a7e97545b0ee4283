"""Naming a substitute for an absence."""

from portal.web.delegations.views import blueprint

__all__ = ["blueprint"]
