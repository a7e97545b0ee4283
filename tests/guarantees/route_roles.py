"""Who knocks at every door: the facts about each role, written by hand, and what the rule table makes of them."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Level
from tests.people import Fixed

NONE, READS, ADMIN, STANDARD = Level.NONE, Level.READ_ONLY, Level.ADMIN, Level.STANDARD


class Proof(StrEnum):
    """What a role brings along to prove who it is."""

    NOTHING = "nothing"
    SESSION = "a session"
    ENDED = "a session of somebody who was deactivated"
    BASIC = "the name and password of a connection"
    TICKET = "the ticket of a sync agent's session"


@dataclass(frozen=True)
class Role:
    """A role and its levels. `maple` and `oak` are the Budget levels on the two projects."""

    name: str
    proof: Proof = Proof.SESSION
    directory: Level = NONE
    erp: Level = NONE
    can_push: bool = False
    auditor: bool = False
    maple: Level = NONE
    oak: Level = NONE

    @property
    def person(self) -> Fixed:
        """The row in the directory; without a level of its own on any project."""
        return Fixed(
            self.name.title(),
            self.name.capitalize(),
            directory=self.directory.value,
            erp=self.erp.value,
            can_push=self.can_push,
            auditor=self.auditor,
        )

    def may(self, action: Action, project: str | None) -> bool:
        """Whether these facts reach the row of the table, with the Budget level on `project`."""
        budget = {"maple": self.maple, "oak": self.oak}.get(project or "", NONE)
        actor = Actor(
            id=1,
            name=self.name,
            directory=self.directory,
            erp=self.erp,
            can_push=self.can_push,
            auditor=self.auditor,
            budget=budget,
        )
        return self.proof is Proof.SESSION and holds(action, actor)


ROLES = (
    Role("anonymous", Proof.NOTHING),
    Role("staff"),
    Role("project manager", directory=STANDARD, maple=ADMIN),
    Role("manager of another project", directory=STANDARD, oak=ADMIN),
    Role("approver", erp=STANDARD, can_push=True),
    Role("former approver", erp=STANDARD),
    Role("sender with the privilege", erp=STANDARD, can_push=True, maple=ADMIN, oak=ADMIN),
    Role("directory administrator", directory=ADMIN),
    Role("erp administrator", erp=ADMIN),
    Role("auditor", auditor=True),
    Role(
        "deactivated person", Proof.ENDED, directory=ADMIN, erp=ADMIN, can_push=True, maple=ADMIN, oak=ADMIN
    ),
    Role("web connector", Proof.BASIC),
    Role("sync agent", Proof.TICKET),
)


class Expected(StrEnum):
    """The classes of answers."""

    OPEN = "open"
    SIGN_IN = "led to the sign-in"
    HIDDEN = "not found"
    FORBIDDEN = "forbidden"
    NO_METHOD = "no such method"


VISIBLE = Action.VIEW_BUDGET


ALSO = {"erp.comment": Action.VIEW_ERP}
"""Doors that ask a second row: whoever answers beside the review must see the review."""


def expected(role: Role, action: Action | None, project: str | None, also: Action | None = None) -> Expected:
    """The answer that a door owes: `project` is "maple", "oak", "missing" or None where the address names none."""
    if role.proof is not Proof.SESSION:
        return Expected.SIGN_IN
    if project is not None and (project == "missing" or not role.may(VISIBLE, project)):
        return Expected.HIDDEN
    if not all(role.may(each, project) for each in (action, also) if each is not None):
        return Expected.FORBIDDEN
    return Expected.OPEN


MACHINES = {
    "agent.openapi": {200, 405},
    "health.alive": {200, 405},
    "health.ready": {200, 405},
    "qbwc.describe": {200, 405},
    "qbwc.call": {200, 405, 500},
}
"""Doors of machines that answer without proof: that they live, how they speak, or a SOAP fault (500, by the protocol).

Every other one refuses with 400 to 405.
"""
REFUSED_BY_MACHINES = {400, 401, 403, 404, 405}
