"""Find: from a few letters to the project, code or person that was meant."""

from portal.web.find.views import blueprint

__all__ = ["blueprint"]
