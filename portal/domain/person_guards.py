"""What stands against changes to one person, beside the guards of granting: auditors, boxes, the last approver.

Source: Grant Accounting Approver Privileges; What is the accounting approver role?
"""

from collections.abc import Iterable

from portal.domain.denials import CONFLICT, Denial, Denied
from portal.domain.facts import PersonFacts
from portal.domain.guards import Guard
from portal.domain.people import Actor


def is_no_auditor(_actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """An auditor changes nothing, so the privilege would be empty."""
    if facts.auditor:
        yield Denial(
            "is_auditor", f"{facts.name} is an auditor and changes nothing. End the auditor role first."
        )


def holds_no_privilege(_actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """An auditor who could push would audit what he accepted himself."""
    if facts.can_push:
        sentence = (
            f"{facts.name} can push to accounting. An auditor only reads, so that nobody audits "
            "what he accepted himself. Take the privilege away first."
        )
        yield Denial("auditor_pushes", sentence)


def needs_boxes(_actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """The boxes count for people below Directory: Admin only. Source: Grant Accounting Approver Privileges."""
    if facts.directory_admin:
        sentence = (
            f"{facts.name} is a directory admin. With the privilege a directory admin needs no boxes: "
            "every import and export is open."
        )
        yield Denial("needs_no_box", sentence)


def refuse(guard: Guard, actor: Actor, facts: PersonFacts) -> None:
    """Raise Denied with every reason that `guard` gives; return when it gives none."""
    denials = tuple(guard(actor, facts))
    if denials:
        raise Denied(denials)


def no_approver_left(name: str) -> Denial:
    """Nobody could accept a budget any more; whoever knows that may go on."""
    sentence = (
        f"{name} is the last person who can accept budgets. Without {name} every budget that is sent waits "
        "until somebody is given Can push to accounting. Tick the box if that is meant."
    )
    return Denial("no_approver_left", sentence, CONFLICT)
