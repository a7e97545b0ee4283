"""Approval links from the mail: they lead a signed-in approver to the review page and decide nothing."""

from portal.web.approvals.views import blueprint

__all__ = ["blueprint"]
