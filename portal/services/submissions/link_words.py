"""What the owner of an approval link that no longer leads to a decision is told: who, what, when, and what to do next.

Source: portal decision on approval links (product page, Approval links).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, PrivilegeChange
from portal.db.submissions import ApprovalLink, Submission
from portal.domain.vocabulary import Decision
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.submissions.approval_links import LinkState
from portal.services.submissions.next_persons import in_words

_DID = {
    Decision.ACCEPTED: "{name} accepted it {when}. Nothing is left for you to decide; what became of it stands below.",
    Decision.REJECTED: "{name} rejected it {when}. Nothing is left for you to decide; when it is sent again you get "
    "a new mail or find it on Home.",
    Decision.RETRIEVED: "{name} took it back {when}, before anybody decided. You need do nothing; when it is sent "
    "again you get a new mail or find it on Home.",
    Decision.RESET: "{name} took its export back {when}. You need do nothing; when it is sent again you get a new "
    "mail or find it on Home.",
}


def ended_words(session: Session, word: str, person: Person, submission: Submission) -> str:
    """The sentences for this owner and this reason (a value of LinkState); empty for any other word.

    Only what the rows say is told: a word in the address that does not fit them yields nothing.
    """
    if word == LinkState.DECIDED:
        return _decided(session, submission)
    if word == LinkState.NOT_YOURS:
        return "" if may_accept(session, person) else _lost(session, person)
    if submission.decision != Decision.NONE.value:
        return _decided(session, submission)
    link = _last_link(session, person, submission)
    if link is None:
        return ""
    if word == LinkState.EXPIRED:
        return _expired(session, link)
    return _replaced(session, person, submission, link) if word == LinkState.REPLACED else ""


def _decided(session: Session, submission: Submission) -> str:
    told = _DID.get(Decision(submission.decision))
    if told is None:
        return ""
    name = _name(session, submission.decided_by)
    return "Your link has ended with this submission: " + told.format(
        name=name, when=_when(session, submission.decided_at)
    )


def _lost(session: Session, person: Person) -> str:
    """Who took the privilege, and whom to ask for it."""
    change = _last_change(session, person)
    able = session.scalars(
        select(Person)
        .where(Person.active, Person.directory_level == "admin", Person.id != person.id)
        .order_by(Person.name)
    )
    ask = in_words(each.name for each in able) or "a directory admin"
    by = (
        f"{change.by_name} took Can Push to Accounting from you {_when(session, change.at)}, and your link ended "
        "with it."
        if change is not None and not change.granted
        else "Your permissions were changed, and your link ended with that."
    )
    return (
        f"You can no longer push to accounting. {by} You can look at this; to decide it, ask {ask} for the "
        "privilege."
    )


def _expired(session: Session, link: ApprovalLink) -> str:
    return (
        f"It has expired. It worked until {_moment(session, link.expires_at)}, and nobody has decided yet. You are in "
        "the right place all the same: if you may decide, do it below."
    )


def _replaced(session: Session, person: Person, submission: Submission, link: ApprovalLink) -> str:
    """A newer mail, or a privilege that was gone for a while."""
    if link.ended_at is None:
        why = f"A newer mail of {_moment(session, link.created_at)} replaced it."
    else:
        change = _last_change(session, person)
        by = f" by {change.by_name}" if change is not None and change.granted else ""
        why = f"It ended {_when(session, link.ended_at)}, when your privilege was taken away; you hold it again{by}."
    sender = _name(session, submission.sent_by)
    return (
        f"{why} You are in the right place all the same: nobody has decided what {sender} sent. Do it below."
    )


def _last_link(session: Session, person: Person, submission: Submission) -> ApprovalLink | None:
    return session.scalars(
        select(ApprovalLink)
        .where(ApprovalLink.person_id == person.id, ApprovalLink.submission_id == submission.id)
        .order_by(ApprovalLink.id.desc())
        .limit(1)
    ).first()


def _last_change(session: Session, person: Person) -> PrivilegeChange | None:
    return session.scalars(
        select(PrivilegeChange)
        .where(PrivilegeChange.person_id == person.id)
        .order_by(PrivilegeChange.id.desc())
        .limit(1)
    ).first()


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else "The portal"


def _when(session: Session, moment: datetime | None) -> str:
    return clock.say_when(moment, company(session).timezone)


def _moment(session: Session, moment: datetime | None) -> str:
    return clock.say_moment(moment, company(session).timezone)
