"""How long sessions and proofs last, and who must have a second factor: the company's settings for signing in.

Source: OWASP ASVS 5.0, chapter 7 (session timeouts, set by the organisation's own assessment).
"""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError

IDLE_MINUTES = range(5, 481)
LONGEST_HOURS = range(1, 25)
PROOF_MINUTES = range(1, 61)
POLICIES = {
    "optional": "Everybody decides for themselves",
    "approvers": "Who can push to accounting must have one",
    "everybody": "Everybody must have one",
}


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """What the form carries. A session ends after `idle_minutes` without a request, and after `longest_hours` anyway.

    `proof_minutes`: so long a proof of who one is counts for acts that weigh. `second_factor`: a key of POLICIES.
    """

    idle_minutes: int
    longest_hours: int
    proof_minutes: int
    second_factor: str


def read(session: Session) -> SignInSettings:
    """What counts now."""
    row = company(session)
    return SignInSettings(row.idle_minutes, row.longest_hours, row.proof_minutes, row.second_factor)


def change(actor: Actor, given: SignInSettings) -> None:
    """Store the settings; they count from everybody's next request on.

    Raises Denied, and InputError(idle_minutes | longest_hours | proof_minutes | second_factor) with the sentence.
    """
    with permitted(Action.CONFIGURE_SIGN_IN, actor, audit.Subject("company", None)) as session:
        _check(given)
        before, row = read(session), company(session)
        if before == given:
            return
        for name, value in asdict(given).items():
            setattr(row, name, value)
        note = audit.Note(detail={"was": asdict(before), "now": asdict(given)})
        audit.record(session, Action.CONFIGURE_SIGN_IN, actor, audit.Subject("company", row.id), note)


def _check(given: SignInSettings) -> None:
    for name, limits, unit in (
        ("idle_minutes", IDLE_MINUTES, "minutes"),
        ("longest_hours", LONGEST_HOURS, "hours"),
        ("proof_minutes", PROOF_MINUTES, "minutes"),
    ):
        if getattr(given, name) not in limits:
            raise InputError(name, f"Enter a number of {unit} from {limits.start} to {limits.stop - 1}.")
    if given.idle_minutes > given.longest_hours * 60:
        raise InputError("idle_minutes", "Enter no more than a session lasts at all.")
    if given.second_factor not in POLICIES:
        raise InputError("second_factor", "Choose who must have a second factor.")
