"""Addresses that leave this page, such as a link to hand over: built from the public address, never from a request."""

from typing import Any

from flask import current_app, url_for

from portal.settings import Settings


def absolute(endpoint: str, **values: Any) -> str:
    """The public address of a page."""
    settings: Settings = current_app.extensions["portal_settings"]
    return settings.base_url + url_for(endpoint, **values)
