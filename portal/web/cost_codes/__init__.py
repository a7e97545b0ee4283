"""The company's cost codes, divisions and cost types."""

from portal.web.cost_codes.views import blueprint

__all__ = ["blueprint"]
