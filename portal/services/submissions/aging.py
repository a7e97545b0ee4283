"""How long submissions wait for a decision, on whom, and how long the company usually takes.

Source: portal decision on aging of waiting approvals (Are accounting approvers notified when data is awaiting
acceptance?).
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.base import Key, Moment
from portal.db.budgets import Budget, BudgetTouch
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.domain.people import Actor
from portal.domain.vocabulary import Decision
from portal.services.people.absences import away_now
from portal.services.submissions.next_persons import asked, in_words, is_you

LOOKS_BACK = timedelta(days=90)
AT_MOST = 500
"""Decisions that the median is made of: the newest; more would not move it and cost every list."""
LATE_AFTER = clock.DAY
LATE_TIMES = 2
LATE = "Waiting long"
"""The word of the badge beside what waits far longer than usual."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """The company's median time from send to decision; None while nothing was decided lately."""

    span: timedelta | None

    @property
    def words(self) -> str:
        """`usually decided within 5 hours`; empty while there is nothing to compare with."""
        return f"usually decided within {say_within(self.span)}" if self.span is not None else ""

    def is_late(self, since: datetime | None) -> bool:
        """Whether something waits for more than a day and for more than twice as long as usual."""
        if since is None or self.span is None:
            return False
        return clock.now() - since > max(LATE_AFTER, LATE_TIMES * self.span)


def usual(session: Session) -> Usual:
    """The median of the last 90 days, over what approvers accepted or rejected. One look into an index."""
    rows: Any = session.execute(_DECIDED, {"after": clock.now() - LOOKS_BACK})
    seconds = [(row.decided_at - row.sent_at).total_seconds() for row in rows]
    return Usual(timedelta(seconds=statistics.median(seconds)) if seconds else None)


def deciders(
    session: Session, budget_ids: Sequence[int], able: Iterable[Person], *, four_eyes: bool
) -> dict[int, tuple[str, ...]]:
    """By budget, who of the approvers `able` may decide it, by name; one question for all of them.

    Under four eyes none who sent, locked or edited the revision, as guard is_not_the_sender asks; who stands in for an
    absent one is named with it.
    """
    people, away = {person.id: person for person in able}, away_now(session)
    touched: dict[int, set[int]] = {}
    if four_eyes and budget_ids:
        for budget_id, person_id in session.execute(_TOUCHED, {"ids": budget_ids, "people": list(people)}):
            touched.setdefault(budget_id, set()).add(person_id)
    known: dict[frozenset[int], tuple[str, ...]] = {}
    for who in {frozenset(), *map(frozenset, touched.values())}:
        free = [person for key, person in people.items() if key not in who]
        known[who] = tuple(each.name for each in asked(free, away))
    return {key: known[frozenset(touched.get(key, ()))] for key in budget_ids}


def wait_words(names: Iterable[str], actor: Actor) -> str:
    """`for you or Karen Boyle`, or that nobody may."""
    mine, others = [], []
    for name in names:
        if is_you(name, actor):
            mine.append(f"you{name.removeprefix(actor.name)}")
        else:
            others.append(name)
    told = in_words([*mine, *others])
    return f"for {told}" if told else "for an approver, and nobody may"


def sentence(since: datetime | None, names: Iterable[str], usual_time: Usual, actor: Actor) -> str:
    """`Waits 19 hours for Aki Sato or Karen Boyle; usually decided within 5 hours.`"""
    age = clock.say_age(since) if since is not None else ""
    age = "" if age == "just now" else f"{age} "
    end = f"; {usual_time.words}" if usual_time.words else ""
    return f"Waits {age}{wait_words(names, actor)}{end}."


def say_within(span: timedelta) -> str:
    """A span rounded up to whole minutes, hours or (from two days on) days: `1 minute`, `5 hours`, `3 days`."""
    if span <= clock.HOUR - _MINUTE:
        return _counted(max(span, _MINUTE), _MINUTE, "minute")
    if span <= 2 * clock.DAY - clock.HOUR:
        return _counted(span, clock.HOUR, "hour")
    return _counted(span, clock.DAY, "day")


def _counted(span: timedelta, size: timedelta, word: str) -> str:
    count = math.ceil(span / size)
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


_DECIDED = (
    select(Submission.sent_at, Submission.decided_at)
    .where(
        Submission.decided_at > bindparam("after", type_=Moment),
        Submission.decision.in_((Decision.ACCEPTED.value, Decision.REJECTED.value)),
    )
    .order_by(Submission.decided_at.desc())
    .limit(AT_MOST)
)
_IDS = bindparam("ids", expanding=True, type_=Key)
_PEOPLE = bindparam("people", expanding=True, type_=Key)
_TOUCHED = (
    select(BudgetTouch.budget_id, BudgetTouch.person_id)
    .join(Budget, and_(Budget.id == BudgetTouch.budget_id, Budget.revision == BudgetTouch.revision))
    .where(Budget.id.in_(_IDS), BudgetTouch.person_id.in_(_PEOPLE))
)
