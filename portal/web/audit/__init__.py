"""Settings, Audit: the entries, the check of the chain, the files for an auditor."""

from portal.web.audit import evidence_views, views
from portal.web.audit.blueprints import blueprint

__all__ = ["blueprint", "evidence_views", "views"]
