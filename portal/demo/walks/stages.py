"""Who and what the walk meets: people with browsers, the QuickBooks desk, the inbox, and what it remembers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.demo.acts import people
from portal.demo.acts.authenticators import Authenticator
from portal.demo.acts.desks import Desk
from portal.demo.acts.inboxes import Inbox
from portal.demo.acts.sage_desks import SageDesk
from portal.demo.visitors import Visitor

PROJECT = "Maple St 116"
CUSTOMER = "Smith"
JOB = f"{CUSTOMER}:{PROJECT}"


@dataclass
class Stage:
    """Everything the steps share. `total` is what the budget must add up to now; `connection` is Sage's.

    `phone` is the approver's, once there is a second factor.
    """

    web: str
    desk: Desk
    sage: SageDesk
    inbox: Inbox
    dana: Visitor
    aki: Visitor
    ruth: Visitor
    project: int = 0
    total: Decimal = Decimal(0)
    lines: list[dict[str, Any]] = field(default_factory=list)
    connection: int = 0
    phone: Authenticator | None = None


def set_up(addresses: dict[str, str]) -> Stage:
    """Sign the demo's people in at these addresses: web, mail, practice, sage."""
    web = addresses["web"]
    dana, aki, ruth = (people.signed_in(web, email) for email in (people.DANA, people.AKI, people.RUTH))
    desk, sage = Desk(addresses["practice"]), SageDesk(addresses["sage"])
    return Stage(web, desk, sage, Inbox(addresses["mail"]), dana, aki, ruth)


Step = tuple[str, Callable[[Stage], str]]
"""A name and the act: it returns what was seen, or raises NotAsExpectedError."""
