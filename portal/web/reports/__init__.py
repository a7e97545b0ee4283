"""Reports: the Job Costs Report of each project and the Accountant Report, on the page and as CSV."""

from portal.web.reports import accountant_views
from portal.web.reports.views import blueprint

__all__ = ["accountant_views", "blueprint"]
