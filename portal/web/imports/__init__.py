"""File import: into a project's budget, and a list of cost codes into the company's."""

from portal.web.imports import check_views, code_list_views, upload_views
from portal.web.imports.blueprints import blueprint

__all__ = ["blueprint", "check_views", "code_list_views", "upload_views"]
