"""The directory: who works here, who is an approver; and the page on which approvers watch over their own kind."""

from portal.web.directory.views import blueprint

__all__ = ["blueprint"]
