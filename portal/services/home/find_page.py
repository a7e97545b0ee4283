"""What Find finds: projects and their budgets, cost codes and people, each only for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.db.projects import CostCode
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.projects import projects_page
from portal.services.projects.projects_page import ProjectRow

SHOWN = 10
"""Projects, codes and people that are shown of each; more are a list of their own."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One cost code of the company."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One active person."""

    name: str
    title: str
    email: str


@dataclass(frozen=True, slots=True)
class FindPage:
    """What holds the words. `only_project` is the one project that was meant when nothing else was found."""

    words: str
    projects: Sequence[ProjectRow] = ()
    project_count: int = 0
    codes: Sequence[CodeRow] = ()
    people: Sequence[PersonRow] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.projects or self.codes or self.people)

    @property
    def only_project(self) -> int | None:
        """The project to go to at once."""
        alone = self.project_count == 1 and not (self.codes or self.people)
        return self.projects[0].id if alone else None


def read(session: Session, actor: Actor, words: str) -> FindPage:
    """Look for `words` in names and numbers; nothing is looked for without words."""
    if not words:
        return FindPage("")
    found = projects_page.read_list(session, actor, words)
    return FindPage(
        words=words,
        projects=found.rows[:SHOWN],
        project_count=found.count,
        codes=_codes(session, words) if holds(Action.MANAGE_COST_CODES, actor) else (),
        people=_people(session, words) if holds(Action.VIEW_DIRECTORY, actor) else (),
    )


def _codes(session: Session, words: str) -> Sequence[CodeRow]:
    holds_words = or_(
        CostCode.code.icontains(words, autoescape=True), CostCode.name.icontains(words, autoescape=True)
    )
    rows = session.execute(
        select(CostCode.id, CostCode.code, CostCode.name)
        .where(holds_words)
        .order_by(CostCode.code)
        .limit(SHOWN)
    )
    return [CodeRow(*row) for row in rows]


def _people(session: Session, words: str) -> Sequence[PersonRow]:
    holds_words = or_(
        Person.name.icontains(words, autoescape=True), Person.email.icontains(words, autoescape=True)
    )
    rows = session.execute(
        select(Person.name, Person.title, Person.email)
        .where(Person.active, holds_words)
        .order_by(Person.name)
        .limit(SHOWN)
    )
    return [PersonRow(*row) for row in rows]
