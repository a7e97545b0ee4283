"""Addresses that leave the page, such as a link to hand over: built from the public address, never from a request."""

from typing import Any

from flask import current_app, url_for

from portal.settings import Settings


def base_url() -> str:
    """Where people and the programs of ERPs reach the portal, without a slash at the end."""
    settings: Settings = current_app.extensions["portal_settings"]
    return settings.base_url


def absolute(endpoint: str, **values: Any) -> str:
    """The public address of a page."""
    return base_url() + url_for(endpoint, **values)
