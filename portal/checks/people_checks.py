"""Checks of the segregation of duties: four eyes, who may accept, who administrates, and the second factor.

Source: Grant Accounting Approver Privileges; OWASP ASVS 5.0 6.3.3.
"""

from collections.abc import Iterable

from sqlalchemy import func, select

from portal.checks.findings import Finding, Place
from portal.db.people import Person
from portal.db.sign_in import IdentityProvider, SecondFactor
from portal.db.transactions import reader
from portal.domain.vocabulary import Level
from portal.services.budget_facts import company

OPTIONAL, APPROVERS = "optional", "approvers"


def four_eyes(_place: Place) -> Iterable[Finding]:
    """Four eyes."""
    if not company(reader()).four_eyes:
        yield Finding(
            "Four eyes is off: whoever sent a budget may accept it.",
            "Switch it on under Settings, Company, or have your auditors agree in writing.",
        )


def approvers(_place: Place) -> Iterable[Finding]:
    """Accounting approvers."""
    number = _count(Person.can_push)
    if number == 0:
        yield Finding(
            "Nobody can push to accounting, so that no budget can be accepted.",
            "Give the privilege under Settings, People, or at the console: portal grant EMAIL",
        )
    elif number == 1:
        yield Finding(
            "Only one person can push to accounting: with four eyes nobody accepts what this person sent or edited.",
            "Give a second person the privilege under Settings, People.",
        )


def administrators(_place: Place) -> Iterable[Finding]:
    """Directory admins."""
    number = _count(Person.directory_level == Level.ADMIN.value)
    if number < 2:  # noqa: PLR2004 - one for the other
        have = "Nobody is" if number == 0 else "Only one person is"
        yield Finding(
            f"{have} directory admin: nobody can help when this person is away or locked out, or grant the privilege "
            "to them.",
            "Make a second person directory admin under Settings, People.",
        )


def second_factors(_place: Place) -> Iterable[Finding]:
    """The second factor. An identity provider brings one only to those who have no pass phrase beside it."""
    policy = company(reader()).second_factor
    outside = reader().scalar(select(IdentityProvider.id).where(IdentityProvider.active).limit(1))
    confirmed = select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))
    by_phrase = Person.password_hash.is_not(None), Person.id.not_in(confirmed)
    if policy == OPTIONAL:
        if outside is None:
            yield Finding(
                "A pass phrase alone lets approvers in: no second factor is asked for, and no single sign-on is set.",
                "Ask approvers or everybody for a second factor under Settings, Sign-in.",
            )
        elif number := _count(Person.can_push, *by_phrase):
            have = "1 approver has" if number == 1 else f"{number} approvers have"
            yield Finding(
                f"{have} a pass phrase that still signs in alone, beside the identity provider.",
                "Ask approvers or everybody for a second factor under Settings, Sign-in: pass phrases need it too.",
            )
        return
    number = _count(Person.can_push if policy == APPROVERS else Person.active, *by_phrase)
    if number:
        have = "1 person has" if number == 1 else f"{number} people have"
        yield Finding(
            f"{have} set up no second factor although the policy asks for it: whoever knows the pass phrase first "
            "sets up their own.",
            "Ask them to sign in and set it up; Settings, People shows who.",
        )


def _count(*conditions: object) -> int:
    wanted = select(func.count(Person.id)).where(Person.active, *conditions)  # type: ignore[arg-type]
    return reader().scalar(wanted) or 0


CHECKS = (four_eyes, approvers, administrators, second_factors)
