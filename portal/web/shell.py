"""The frame around every page: company, places, person, banners and what is said once after an act.

Templates see it as `shell`. Each part is worked out when the frame draws it, so that a page without the frame (the
sign-in, a mistake) asks nothing of the session or the database.
"""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask, get_flashed_messages, url_for
from flask_login import current_user

from portal.db.company import Company
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company
from portal.services.submissions import waiting
from portal.settings import Settings
from portal.web import csrf
from portal.web.banners import Banner, four_eyes_banner, silence_banners
from portal.web.doors import acting
from portal.web.places import exists, is_here

PLACES = (
    ("Home", "/", Action.VIEW_HOME),
    ("Projects", "/projects", Action.VIEW_PROJECTS),
    ("ERP Integrations", "/erp", Action.VIEW_ERP),
    ("Reports", "/reports", Action.VIEW_PROJECTS),
    ("Directory", "/directory", Action.VIEW_DIRECTORY),
    ("Settings", "/settings", Action.VIEW_SETTINGS),
)
"""The rail: label, where the place begins, and the row of the rule table that shows it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail."""

    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Flash:
    """Said once, after an act."""

    kind: str
    text: str


class Shell:
    """What `templates/layout/base.html` draws; see there for the meaning of each part."""

    find_key = "/"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _company(self) -> Company:
        return company(reader())

    @property
    def company(self) -> str:
        """The company's name."""
        return self._company.name

    @property
    def home_url(self) -> str:
        """Where the company's name leads."""
        return "/"

    @property
    def find_url(self) -> str:
        """Where the words typed into Find go."""
        return "/find" if exists("/find") else "/projects"

    @property
    def person_name(self) -> str:
        """Who is signed in."""
        return str(current_user.row.name)

    @property
    def person_role(self) -> str:
        """The title people know the person by."""
        return str(current_user.row.title)

    @property
    def account_url(self) -> str:
        """The person's own page."""
        return url_for("account.page")

    @property
    def sign_out_url(self) -> str:
        """Where the Sign out button posts to."""
        return url_for("account.sign_out")

    @property
    def csrf_token(self) -> str:
        """The token that every form carries."""
        return csrf.token()

    @cached_property
    def places(self) -> list[Place]:
        """The places this person may enter and that this portal has."""
        actor = acting()
        return [
            Place(label, path, is_here(path), self._waiting if action is Action.VIEW_HOME else 0)
            for label, path, action in PLACES
            if holds(action, actor) and exists(path)
        ]

    @cached_property
    def _waiting(self) -> int:
        return waiting.count_for(reader(), acting())

    @cached_property
    def banners(self) -> list[Banner]:
        """What everybody should know at every moment, and what waits for the ERP of this page."""
        always = [] if self._company.four_eyes else [four_eyes_banner()]
        return [*always, *silence_banners(self._settings)]

    @cached_property
    def flashes(self) -> list[Flash]:
        """What the last act left to say; said once."""
        return [Flash(said[0], said[1]) for said in get_flashed_messages(with_categories=True)]


def install(app: Flask, settings: Settings) -> None:
    """Give every template its `shell`."""
    app.context_processor(lambda: {"shell": Shell(settings)})
