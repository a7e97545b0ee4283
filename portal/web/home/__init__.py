"""The first page after signing in."""

from portal.web.home.views import blueprint

__all__ = ["blueprint"]
