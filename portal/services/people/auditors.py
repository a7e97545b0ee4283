"""The auditor: sees everything, changes nothing. Never together with Can Push to Accounting."""

from portal.domain.people import Actor
from portal.domain.person_guards import holds_no_privilege, refuse
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import as_of_now
from portal.services.company.company_acts import permitted
from portal.services.people.privileges import facts_of, keep_an_admin, locked_person

_WORDS = ("no auditor", "auditor")


def set_auditor(actor: Actor, person_id: int, *, auditor: bool) -> None:
    """Make a person read-only everywhere, or end that; in effect with the person's next request.

    Levels stay as they are and count again afterwards. Raises Denied for a holder of the privilege, NotFoundError, and
    InputError("directory") when nobody could change permissions any more.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        facts = facts_of(session, person)
        if facts.auditor is auditor:
            return
        if auditor:
            refuse(holds_no_privilege, as_of_now(session, actor), facts)
        person.auditor = auditor
        session.flush()
        keep_an_admin(session)
        note = audit.Note(_WORDS[not auditor], _WORDS[auditor])
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, note)
