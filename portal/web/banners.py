"""What stands above a page until its cause is gone: a rule that is off, a program at the ERP's side that is silent.

The silence of a connection is told where people wait for it: on the pages of ERP Integrations, and on a project's own.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import request, url_for
from sqlalchemy import select

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.sync import silences
from portal.settings import Settings
from portal.web.doors import acting


@dataclass(frozen=True, slots=True)
class Banner:
    """Stands above the page until its cause is gone."""

    kind: str
    text: str
    link_url: str = ""
    link_text: str = ""


def four_eyes_banner() -> Banner:
    """The company has switched four eyes off."""
    text = "Four eyes is switched off: people may accept budgets that they sent or edited themselves."
    if holds(Action.VIEW_SETTINGS, acting()):
        return Banner("warn", text, url_for("settings.company"), "Company settings")
    return Banner("warn", text)


def silence_banners(settings: Settings) -> list[Banner]:
    """One for each connection that this page is about and that is silent. Source: Web Connector Best Practices."""
    after = timedelta(minutes=settings.silent_minutes)
    return [
        Banner(
            "warn",
            f"{silence.title}. {silence.sentence}",
            url_for("sync.guided", connection_id=silence.connection_id) if _may_look() else "",
            "See its syncs" if _may_look() else "",
        )
        for silence in silences.silences(reader(), _connections(), after)
    ]


def _connections() -> list[ErpConnection]:
    """Those of the page: all on ERP Integrations, a project's own on its pages, none elsewhere."""
    project_id = (request.view_args or {}).get("project_id")
    wanted = select(ErpConnection).order_by(ErpConnection.name, ErpConnection.id)
    if project_id is not None:
        wanted = wanted.join(Project, Project.connection_id == ErpConnection.id).where(
            Project.id == project_id
        )
    elif request.blueprint not in {"erp", "sync"}:
        return []
    return list(reader().scalars(wanted))


def _may_look() -> bool:
    return holds(Action.VIEW_ERP, acting())
