"""Can Import and Can Export by kind of item: what somebody below Directory: Admin may take over or hand to the ERP.

Source: Grant Accounting Approver Privileges (table of item types); ERP Integrations – Permissions.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.person_guards import needs_boxes, refuse
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for, as_of_now
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.people.last_approvers import somebody_stays
from portal.services.people.privileges import facts_of, locked_person

IMPORT, EXPORT = "import", "export"
ITEMS = {"budget": "Budgets", "jobs": "Jobs", "codes": "Cost codes"}
_ACTS = {
    "import_budget": Action.IMPORT_FROM_ERP,
    "export_budget": Action.ACCEPT,
    "import_jobs": Action.ADD_ERP_JOB,
    "export_jobs": Action.LINK_PROJECT,
    "export_codes": Action.ACCEPT_COST_CODES,
}
"""Every box, and the act that it opens. Cost codes are taken over by the sync, so they have no box to import."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name in the form, what it is called aloud, whether it is ticked, what it opens just now."""

    name: str
    label: str
    on: bool
    works: bool


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One kind of item; None where there is nothing of the kind to do."""

    label: str
    can_import: Box | None
    can_export: Box | None


@dataclass(frozen=True, slots=True)
class BoxTable:
    """All boxes of a person; `closed` is the sentence why none of them counts, or empty."""

    rows: tuple[BoxRow, ...]
    closed: str


def put(actor: Actor, person_id: int, name: str, *, ticked: bool, aware: bool = False) -> None:
    """Tick or clear the box `name` (as in Box); in effect with the person's next request.

    Raises Denied (also for a directory admin, who needs no box), NotFoundError, InputError("box") for an unknown one,
    and LastApproverError when the last person who can accept budgets would lose the box for it.
    """
    if name not in _ACTS:
        raise InputError("box", "Choose a box of the table.")
    subject = audit.Subject("person", person_id)
    with (
        permitted(Action.CHANGE_LEVELS, actor, subject, approvers_too=True) as session,
        somebody_stays(session, aware=aware),
    ):
        person = locked_person(session, person_id)
        refuse(needs_boxes, as_of_now(session, actor), facts_of(session, person))
        if is_ticked(person, name) is ticked:
            return
        setattr(person, f"can_{name}", ticked)
        note = audit.Note(_say(name, ticked=not ticked), _say(name, ticked=ticked))
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, note)


def read(session: Session, actor: Actor, person: Person) -> BoxTable:
    """The table of `person` as `actor` sees it."""
    theirs = actor_for(session, person)
    reasons = needs_boxes(actor, facts_of(session, person))
    rows = (
        BoxRow(label, _box(person, theirs, IMPORT, item), _box(person, theirs, EXPORT, item))
        for item, label in ITEMS.items()
    )
    return BoxTable(tuple(rows), " ".join(reason.sentence for reason in reasons))


def is_ticked(person: Person, name: str) -> bool:
    """Whether the box stands ticked."""
    return bool(getattr(person, f"can_{name}"))


def words(session: Session, person: Person) -> str:
    """What `person` may exchange just now: "import budgets, export budgets"; "nothing" without any of it."""
    theirs = actor_for(session, person)
    return ", ".join(_plain(name) for name, action in _ACTS.items() if holds(action, theirs)) or "nothing"


def _box(person: Person, theirs: Actor, act: str, item: str) -> Box | None:
    name = f"{act}_{item}"
    if name not in _ACTS:
        return None
    label = f"Can {act}: {ITEMS[item]}"
    return Box(name, label, is_ticked(person, name), holds(_ACTS[name], theirs))


def _plain(name: str) -> str:
    act, item = name.split("_")
    return f"{act} {ITEMS[item].lower()}"


def _say(name: str, *, ticked: bool) -> str:
    return f"{'can' if ticked else 'cannot'} {_plain(name)}"
