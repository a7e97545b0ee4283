"""The pages of the sync: how connections are, when they sync, and syncing now."""

from portal.web.sync import guided_views, schedule_views
from portal.web.sync.blueprints import blueprint

__all__ = ["blueprint", "guided_views", "schedule_views"]
