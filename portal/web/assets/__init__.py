"""Third-party assets, out of their packages: one file, served for ever under a name that changes with its content."""

from portal.web.assets.views import blueprint

__all__ = ["blueprint"]
