"""ERP Integrations: what waits for accounting, what failed, what is synced; jobs and cost codes."""

from portal.web.erp import decisions, reviews
from portal.web.erp.blueprints import blueprint

__all__ = ["blueprint", "decisions", "reviews"]
