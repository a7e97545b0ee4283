"""Mailing a person who was added the one-time link that leads in."""

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.budget_facts import company
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import INVITATION_LINK
from portal.services.people.one_time_links import INVITATION, TERMS


def invite_by_mail(session: Session, actor: Actor, person: Person) -> None:
    """Put the letter into the outbox; its link is made when it leaves."""
    name = company(session).name
    values = {
        "subject": f"{actor.name} added you to the budget portal of {name}",
        "title": f"Welcome, {person.name}",
        "intro": f"{actor.name} added you to the budget portal of {name}. Choose a pass phrase to come in.",
        "link_url": INVITATION_LINK,
        "link_text": "Choose a pass phrase",
        "link_note": f"The link works once, within {TERMS[INVITATION].days} days. After that, ask for a new one.",
        "why": f"You get this mail because {actor.name} entered your address.",
        "settings_url": "",
        "settings_text": "",
        "answer_name": "",
        "answer_email": "",
    }
    post_plain(session, INVITATION, person, values)
