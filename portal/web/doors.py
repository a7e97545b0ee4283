"""Every route is a door: closed unless a row of the rule table (or the word public) opens it.

A view is declared with `@door(blueprint, "/path", Action.X)`. Before it runs, the person's permissions are asked; the
moment (states and guards) is asked by `services.transitions.perform` when something is to change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.projects import Project
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.denials import FORBIDDEN, Denial, Denied
from portal.domain.people import Actor
from portal.domain.rules import RULES
from portal.domain.vocabulary import Action
from portal.services.actors import actor_for

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Door:
    """Which row opens an endpoint; `public` doors need no account, `machine` doors prove themselves otherwise.

    `proves` words an act that needs a fresh proof of who one is, where the row itself does not ask for it.
    """

    action: Action | None = None
    public: bool = False
    proves: str = ""

    @property
    def words_to_prove(self) -> str:
        """What is about to be done, where that needs a fresh proof; else empty."""
        if self.action is None or not RULES[self.action].fresh:
            return self.proves
        return self.proves or RULES[self.action].label


DOORS: dict[str, Door] = {}
"""Every endpoint's door, filled by the decorators; a shape test compares it with the URL map."""


def door(
    blueprint: Blueprint,
    path: str,
    action: Action,
    *,
    methods: tuple[str, ...] = ("GET",),
    proves: str = "",
) -> Callable[[View], View]:
    """Declare a page or act for people who hold `action`."""

    def declare(view: View) -> View:
        DOORS[f"{blueprint.name}.{view.__name__}"] = Door(action, proves=proves)
        return _add(blueprint, path, view, methods)

    return declare


def public_door(
    blueprint: Blueprint, path: str, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """Declare a page that needs no account: signing in, assets, health, and the doors of machines."""

    def declare(view: View) -> View:
        DOORS[f"{blueprint.name}.{view.__name__}"] = Door(public=True)
        return _add(blueprint, path, view, methods)

    return declare


def _add(blueprint: Blueprint, path: str, view: View, methods: tuple[str, ...]) -> View:
    blueprint.add_url_rule(path, view.__name__, view, methods=list(methods))
    return view


def is_machine_door(endpoint: str | None) -> bool:
    """Whether a blueprint below `portal.gateways` answers here: no cookie counts there, no form is expected."""
    blueprint = current_app.blueprints.get((endpoint or "").partition(".")[0])
    return blueprint is not None and blueprint.import_name.startswith("portal.gateways")


def guard(app: Flask) -> None:
    """Ask at every door, before anything else of the request runs; `portal.web.proofs` asks after it."""
    app.before_request(_ask)


def lead_to(target: str, status: int = 303) -> ResponseReturnValue:
    """Lead the browser to another page; for HTMX too a whole page, so that none lands in a table."""
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": target}
    return redirect(target, status)


def acting(project_id: int | None = None) -> Actor:
    """The signed-in person as an actor, with the budget level on `project_id`; read afresh once a request."""
    known: dict[int | None, Actor] = g.setdefault("actors", {})
    if project_id not in known:
        known[project_id] = actor_for(reader(), current_user.row, project_id, request.remote_addr or "")
    return known[project_id]


def _ask() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static" or is_machine_door(request.endpoint):
        return None
    entry = DOORS.get(request.endpoint)
    if entry is None:
        abort(404)
    if entry.public:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    project_id = (request.view_args or {}).get("project_id")
    if project_id is not None:
        _hide_foreign_projects(project_id)
    if entry.action is not None and not holds(entry.action, acting(project_id)):
        rule = RULES[entry.action]
        sentence = f"{rule.label} needs {rule.who.words}. Ask an administrator for it."
        raise Denied((Denial("not_permitted", sentence, FORBIDDEN),))
    return None


def _hide_foreign_projects(project_id: int) -> None:
    """Whoever may not see a project is not told that it exists."""
    if reader().get(Project, project_id) is None or not holds(Action.VIEW_BUDGET, acting(project_id)):
        abort(404)


def _to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and back."""
    target = url_for(
        "account.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None
    )
    return lead_to(target, 302)
