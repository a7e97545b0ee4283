"""Acts that weigh need a proof of who one is that is a few minutes old: asked at the door, after the permission.

A POST that comes with an older proof is put aside in the session, and the person is led to "Prove that it is you";
after it one press sends the same again. Looking never needs a fresh proof.
"""

from collections.abc import Callable

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.transactions import reader
from portal.services.people import fresh_proofs, own_sessions
from portal.services.people.fresh_proofs import KeptRequest
from portal.web import csrf, sessions
from portal.web.doors import DOORS, lead_to

_NEVER_KEPT = ("phrase", "password")
_NEVER_KEPT_WHOLE = frozenset({csrf.FIELD, "old", "new", "code"})
_NAMED = (
    ("project_id", Project.id, Project.name),
    ("person_id", Person.id, Person.name),
    ("connection_id", ErpConnection.id, ErpConnection.name),
)
_elsewhere: list[Callable[[Person], str]] = []


def guard(app: Flask) -> None:
    """Ask after the doors, so that only who may do it is asked to prove it."""
    app.before_request(_ask)


def elsewhere(find_url: Callable[[Person], str]) -> Callable[[Person], str]:
    """Name where people prove it outside the portal: `find_url(person)` is what a form posts to, or "" for nobody."""
    _elsewhere[:] = [find_url]
    return find_url


def prove_elsewhere_url(person: Person) -> str:
    """Where this person can prove it outside the portal; empty where that is not offered."""
    return next((url for url in (find(person) for find in _elsewhere) if url), "")


def is_fresh() -> bool:
    """Whether the person behind this session has proved a short while ago who they are."""
    row = sessions.mine().row
    return row is not None and own_sessions.is_fresh(row, clock.now(), own_sessions.terms(reader()))


def kept() -> KeptRequest | None:
    """What waits to be sent again in this session."""
    sealed = str(sessions.mine().content.get(fresh_proofs.KEY, ""))
    return fresh_proofs.read_kept(current_app.extensions["portal_vault"], sealed, current_user.row.id)


def _ask() -> ResponseReturnValue | None:
    entry = DOORS.get(request.endpoint or "")
    if request.method != "POST" or entry is None or entry.public or not entry.words_to_prove:
        return None
    row, content = sessions.mine().row, sessions.mine().content
    assert row is not None  # noqa: S101 - the door let nobody in without one
    if is_fresh():
        if fresh_proofs.KEY in content:
            fresh_proofs.drop_kept(row.id)
            del content[fresh_proofs.KEY]
        return None
    words = " ".join(part for part in (entry.words_to_prove, _about()) if part)
    posted = KeptRequest(request.full_path.rstrip("?"), words, _fields())
    content[fresh_proofs.KEY] = fresh_proofs.put_aside(
        current_app.extensions["portal_vault"], row.id, current_user.row.id, posted
    )
    return lead_to(url_for("account.proof"))


def _fields() -> tuple[tuple[str, str], ...]:
    """What was typed, without what belongs to this request alone and without pass phrases."""
    return tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_KEPT_WHOLE and not any(part in name.lower() for part in _NEVER_KEPT)
    )


def _about() -> str:
    """The name of the project, person or connection that the address is about."""
    for blank, number, name in _NAMED:
        row_id = (request.view_args or {}).get(blank)
        found = reader().scalar(select(name).where(number == row_id)) if row_id is not None else None
        if found is not None:
            return f"({found})"
    return ""
