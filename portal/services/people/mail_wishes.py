"""Which mails a person gets beside approval requests: the daily summary of what waits.

Source: Are accounting approvers notified when data is awaiting acceptance? Everybody unsubscribes for oneself, a
directory admin for anybody.
"""

from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.people.privileges import locked_person

_WORDS = ("no daily summary", "daily summary")


def set_erp_digest(actor: Actor, person_id: int, *, wanted: bool) -> None:
    """Subscribe or unsubscribe. Raises Denied (somebody else's mails need Directory: Admin) and NotFoundError."""
    subject = audit.Subject("person", person_id)
    action = Action.MANAGE_OWN_SESSIONS if actor.id == person_id else Action.CHANGE_LEVELS
    with permitted(action, actor, subject) as session:
        person = locked_person(session, person_id)
        before, person.erp_digest = person.erp_digest, wanted
        if before is not wanted:
            audit.record(session, action, actor, subject, audit.Note(_WORDS[before], _WORDS[wanted]))
