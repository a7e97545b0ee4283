"""Coming in by a one-time link: choosing a pass phrase, and for the first administrator naming the company."""

from portal.web.welcome.views import blueprint

__all__ = ["blueprint"]
