"""Who is signed in: the cookie holds a random token, a row in the database everything else.

* Nothing is read before a page asks for the session, so that assets and the doors of machines stay blind to cookies.
* A row begins at sign-in. Visitors without an account have none, and what is put into their session is not kept, so
  that no stranger can make the portal write; their forms are guarded by a cookie of their own (see `portal.web.csrf`).
* Flask-Login asks for the person on every request. Its remember cookie is not installed: it would outlive the sign-out.
"""

import logging
from collections.abc import Iterator
from typing import Any, cast

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager
from sqlalchemy.exc import OperationalError

from portal.db.people import Person, SignedInSession
from portal.db.transactions import reader, transaction
from portal.services.people import own_sessions
from portal.settings import Settings
from portal.web.doors import is_machine_door

_log = logging.getLogger(__name__)


class RowSession(SessionMixin):
    """The content of one session row, read when first asked for. `token` is what the cookie carried."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.modified = False
        self.new_token: str | None = None
        self.renewed = False
        self._row: SignedInSession | None = None
        self._content: dict[str, Any] | None = None

    @property
    def row(self) -> SignedInSession | None:
        """The living row behind the cookie; None for visitors and for machines, whatever cookie they send."""
        self._load()
        return self._row

    @property
    def content(self) -> dict[str, Any]:
        """What pages put aside; JSON values only."""
        return self._load()

    @property
    def was_asked(self) -> bool:
        """Whether this request looked at the session at all."""
        return self._content is not None

    def replace_token(self, token: str) -> None:
        """Let the answer carry another cookie; an empty token takes the cookie away."""
        self.new_token = token

    def renew_token(self, token: str) -> None:
        """The same row under another token: what pages put aside stays."""
        self.new_token = token
        self.renewed = True

    def _load(self) -> dict[str, Any]:
        if self._content is None:
            if self.token and not is_machine_door(request.endpoint):
                self._row = own_sessions.find(reader(), self.token)
            self._content = dict(self._row.content) if self._row is not None else {}
        return self._content

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.content[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self.content[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


class RowSessions(SessionInterface):
    """Sets, keeps and takes away the cookie; stores what a request changed."""

    def __init__(self, settings: Settings) -> None:
        self.cookie = "__Host-portal" if settings.https else "portal"
        self.secure = settings.https

    def open_session(self, app: Flask, request: Request) -> RowSession:  # noqa: ARG002 - Flask's signature
        """A session that has read nothing yet."""
        return RowSession(request.cookies.get(self.cookie, ""))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002
        """Store what changed and send the cookie where it is another one."""
        mine = cast("RowSession", session)
        if mine.new_token is not None:
            self._send_cookie(mine.new_token, response)
        if not mine.was_asked:
            return
        response.vary.add("Cookie")
        if mine.row is not None and (mine.new_token is None or mine.renewed):
            _store(mine, mine.row)

    def _send_cookie(self, token: str, response: Response) -> None:
        if token:
            response.set_cookie(
                self.cookie, token, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )
        else:
            response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")


class SignedIn:
    """The person behind the session, in the shape that Flask-Login expects; `row` is the directory record."""

    is_authenticated = True
    is_anonymous = False

    def __init__(self, row: Person) -> None:
        self.row = row

    @property
    def is_active(self) -> bool:
        """Whether the person may work here at this moment."""
        return self.row.active

    def get_id(self) -> str:
        """The row number as text."""
        return str(self.row.id)


def install(app: Flask, settings: Settings) -> None:
    """Put the sessions and Flask-Login in place."""
    app.session_interface = RowSessions(settings)
    people = LoginManager()
    people.session_protection = None  # it trusts X-Forwarded-For; the row is our protection
    people.request_loader(_person_of)
    app.login_manager = people  # type: ignore[attr-defined]  # init_app would add the remember cookie


def mine() -> RowSession:
    """The session of this request."""
    return cast("RowSession", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def _person_of(_request: Request) -> SignedIn | None:
    row = mine().row
    person = reader().get(Person, row.person_id) if row is not None and row.person_id is not None else None
    return SignedIn(person) if person is not None and person.active else None


def _store(mine: RowSession, row: SignedInSession) -> None:
    """Write only what is worth it; a database that is busy must not spoil an answer that is ready."""
    due = own_sessions.is_due_for_touch(row)
    if not due and not mine.modified:
        return
    try:
        with transaction() as writing:
            own_sessions.touch(writing, row.id)
            if mine.modified:
                own_sessions.keep(writing, row.id, mine.content)
    except OperationalError as error:
        _log.warning("session %s not stored: %s", row.id, type(error).__name__)
