"""Can Import for budgets: who may take a budget over from the ERP besides directory admins who hold the privilege.

Source: Grant Accounting Approver Privileges (Can Import, Can Export by item type); ERP Integrations – Permissions.
"""

from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.people.privileges import locked_person

_WORDS = ("cannot import budgets", "can import budgets")


def set_can_import(actor: Actor, person_id: int, *, can_import: bool) -> None:
    """Tick or clear the box; in effect with the person's next request. Raises Denied, NotFoundError."""
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        before, person.can_import_budget = person.can_import_budget, can_import
        if before is not can_import:
            note = audit.Note(_WORDS[before], _WORDS[can_import])
            audit.record(session, Action.CHANGE_LEVELS, actor, subject, note)
