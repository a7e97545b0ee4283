"""Reports: the Job Costs Report of each project, on the page and as CSV."""

from portal.web.reports.views import blueprint

__all__ = ["blueprint"]
