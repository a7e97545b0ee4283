"""One person as the people pages show them: levels, the privilege's switch, and what calls for attention."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person, PrivilegeChange
from portal.db.sign_in import OutsideIdentity
from portal.domain.decisions import Verdict, decide, holds
from portal.domain.facts import CompanyFacts, PersonFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS, Action, Level
from portal.services.actors import actor_for
from portal.services.people import push_offers
from portal.services.people.directory import APPROVAL_MAILS
from portal.services.people.privileges import directory_admins, facts_of, may_explain


@dataclass(frozen=True, slots=True)
class Toggle:
    """A switch: where it stands, whether it is shown and may be moved, and every reason why not."""

    on: bool
    is_open: bool
    is_shown: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, with what the reader may change about them.

    `mail_refused` is the mail server's word, `offer` the sentence that a group suggests the privilege; or empty.
    """

    id: int
    name: str
    email: str
    title: str
    is_you: bool
    is_approver: bool
    is_active: bool
    is_auditor: bool
    was_here: bool
    mail_refused: str
    levels: dict[str, str]
    level_words: dict[str, str]
    toggle: Toggle
    approval_mail: str
    approval_mail_words: str
    unexplained: int | None
    offer: str


def rows_of(session: Session, actor: Actor, people: Iterable[Person]) -> list[PersonRow]:
    """Every one of `people` as `actor` sees them, in the same order."""
    admins, unexplained = directory_admins(session), _unexplained(session, actor)
    offers = push_offers.read(session)
    outside = set(session.scalars(select(OutsideIdentity.person_id)))
    return [
        _row(
            actor,
            person,
            toggle_of(actor, facts_of(session, person, admins)),
            is_approver=holds(Action.ACCEPT, actor_for(session, person)),
            was_here=person.password_hash is not None or person.id in outside,
            unexplained=unexplained.get(person.id),
            offer=offers.get(person.id, ""),
        )
        for person in people
    ]


def may_change(actor: Actor) -> bool:
    """Whether the reader sees selects and buttons, or words."""
    return decide(Action.CHANGE_LEVELS, actor, CompanyFacts()).open


def toggle_of(actor: Actor, facts: PersonFacts) -> Toggle:
    """The privilege's switch: the verdict of the row that the next press would ask."""
    action = Action.REVOKE_PUSH if facts.can_push else Action.GRANT_PUSH
    verdict: Verdict = decide(action, actor, facts)
    return Toggle(facts.can_push, verdict.open, verdict.shown, verdict.sentence if verdict.shown else "")


def _row(
    actor: Actor,
    person: Person,
    toggle: Toggle,
    *,
    is_approver: bool,
    was_here: bool,
    unexplained: int | None,
    offer: str,
) -> PersonRow:
    levels = {
        "directory": person.directory_level,
        "erp": person.erp_level,
        "budget": person.budget_level,
    }
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        title=person.title,
        is_you=person.id == actor.id,
        is_approver=is_approver,
        is_active=person.active,
        is_auditor=person.auditor,
        was_here=was_here,
        mail_refused=person.mail_refused,
        levels=levels,
        level_words={tool: LEVEL_WORDS[Level(level)] for tool, level in levels.items()},
        toggle=toggle,
        approval_mail=person.approval_mail,
        approval_mail_words=APPROVAL_MAILS[person.approval_mail],
        unexplained=unexplained,
        offer=offer,
    )


def _unexplained(session: Session, actor: Actor) -> dict[int, int]:
    """The latest change to each person that `actor` may still give a reason for."""
    changes = session.scalars(
        select(PrivilegeChange).where(PrivilegeChange.by_id == actor.id).order_by(PrivilegeChange.id)
    )
    latest = {change.person_id: change for change in changes}
    return {person_id: change.id for person_id, change in latest.items() if may_explain(change, actor)}
