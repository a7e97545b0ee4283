"""The blueprint of Settings, and its tabs: each tab is a page, and only pages that exist are offered."""

from dataclasses import dataclass

from flask import Blueprint, current_app

from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.vault import Vault
from portal.web.doors import acting
from portal.web.places import exists

blueprint = Blueprint("settings", __name__, url_prefix="/settings")

TABS = (
    ("Company", "/settings/company", Action.VIEW_SETTINGS),
    ("People", "/settings/people", Action.VIEW_SETTINGS),
    ("Sign-in", "/settings/sign-in", Action.VIEW_SETTINGS),
    ("Single sign-on", "/settings/single-sign-on", Action.VIEW_SETTINGS),
    ("ERP", "/settings/connections", Action.VIEW_SETTINGS),
    ("Sync schedule", "/erp/sync-schedule", Action.VIEW_SYNC_SCHEDULE),
    ("Budget", "/settings/budget", Action.VIEW_SETTINGS),
    ("Mail", "/settings/mail", Action.VIEW_SETTINGS),
    ("Audit", "/settings/audit", Action.VIEW_AUDIT),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    label: str
    url: str
    current: bool


def vault() -> Vault:
    """What seals and opens secrets here."""
    found: Vault = current_app.extensions["portal_vault"]
    return found


def tabs(current: str) -> list[Tab]:
    """The tabs that this person may open; `current` is the label of the page drawn."""
    actor = acting()
    return [
        Tab(label, path, label == current)
        for label, path, action in TABS
        if holds(action, actor) and exists(path)
    ]
