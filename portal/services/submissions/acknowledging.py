"""The second person's word: the proof is asked again at once, with the reading that is there.

Beside the act itself (`acknowledgements`), because asking for the proof goes through the same one door.
"""

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.transactions import transaction
from portal.domain.facts import is_exported
from portal.domain.people import Actor, machine
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.job_costs import proving
from portal.services.job_costs.baselines import current_reading
from portal.services.submissions.acknowledgements import ConfirmInput
from portal.services.transitions import perform


def confirm(actor: Actor, budget_id: int, acknowledgement_id: int) -> bool:
    """Confirm one acknowledged difference; True when the budget opened by it. Raises Denied and NotFoundError.

    Should the second half get lost, the next sync asks the same.
    """
    perform(Action.CONFIRM_DIFFERENCE, actor, budget_id, given=ConfirmInput(acknowledgement_id))
    with transaction() as session:
        budget = session.get_one(Budget, budget_id)
        reading = current_reading(session, budget.project_id)
        if reading is not None:
            connection = session.get_one(ErpConnection, reading.connection_id)
            proving.ask(session, budget, reading, machine(connector_for(connection.connector).label))
        return not is_exported(budget.phase)
