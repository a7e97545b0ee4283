"""Projects: the list, a new one, and the settings of each."""

from portal.web.projects import settings_views, views
from portal.web.projects.blueprints import blueprint

__all__ = ["blueprint", "settings_views", "views"]
