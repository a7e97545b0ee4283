"""Conditions beside role and state, each read after "provided": `has_lines`, `is_not_the_sender`.

A guard returns every reason why it fails, or nothing. Source of G1 to G9: Send a Budget to ERP Integrations for
Accounting Acceptance. G2 (locked) and G7 (nothing outstanding) are columns of the state table in `rules`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from portal.domain import closures
from portal.domain.denials import FORBIDDEN, Denial
from portal.domain.facts import BudgetFacts, PersonFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Granular, Level, SystemOfRecord

Guard = Callable[[Actor, Any], Iterable[Denial]]


def is_integrated(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G1: the project uses the Budget tool and belongs to an ERP connection."""
    if not facts.tool_active:
        yield Denial(
            "budget_tool_off", "The Budget tool is off for this project. Switch it on in the project."
        )
    if facts.erp is None:
        yield Denial(
            "no_connection", "The project belongs to no ERP connection. Ask accounting to choose one."
        )


def is_linked(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G3: the project is synced with the ERP's job."""
    if facts.erp is not None and not facts.project_linked:
        yield Denial(
            "project_not_synced",
            f"The project is not synced with {facts.erp_label}. Ask accounting to accept it under "
            "ERP Integrations, Jobs.",
        )


def has_synced_codes(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G4: every cost code on a line is known to the ERP (each missing one is named)."""
    return facts.codes_not_synced


def has_no_foreign_sub_jobs(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G6: no line has a sub job where the ERP takes none. Source: Export a Budget to QuickBooks, Limitations."""
    return facts.sub_job_lines


def has_something_to_send(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G8: at least one amount is new to the ERP. An empty or foreign budget has its own, better reason."""
    if not facts.has_unsynced and facts.line_count and facts.system_of_record is not SystemOfRecord.ERP:
        yield closures.nothing_to_send(facts)


def fits_the_erp(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G5 and G9: cost types are mapped and every field fits what the ERP can hold."""
    return facts.limit_problems


def belongs_to_the_portal(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """G9: a budget that was set up in the ERP is never exported from here."""
    if facts.system_of_record is SystemOfRecord.ERP:
        yield closures.erp_owns_originals(facts)


def has_lines(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """An empty budget is not worth a lock."""
    if facts.line_count == 0:
        yield Denial("no_lines", "The budget has no lines. Add a line or import a file first.")


def may_modify_originals(actor: Actor, _facts: BudgetFacts) -> Iterable[Denial]:
    """Importing writes amounts, so it needs their permission too. Source: Import a Budget."""
    if not actor.at_least("budget", Level.ADMIN) and Granular.MODIFY_ORIGINAL not in actor.granular:
        yield Denial(
            "may_not_modify_originals",
            "You may not set amounts. Ask a Budget Admin for the permission Modify original budget amount.",
            FORBIDDEN,
        )


def may_set_the_amount(actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """A line with money needs the permission for money. Source: Add a Budget Line Item."""
    if facts.wanted_cents:
        yield from may_modify_originals(actor, facts)


def starts_at_zero_when_locked(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """On a locked budget a line begins empty and gets money by a modification. Source: Create a Budget Modification."""
    if facts.locked and facts.wanted_cents:
        yield Denial(
            "zero_only_when_locked",
            "The budget is locked: a new line starts at 0.00 and gets its money by a budget modification.",
        )


def is_unused_zero_line(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """On a locked budget only a $0 line without a modification goes. Source: Delete a Budget Line Item."""
    if facts.locked and not facts.line_is_unused_zero:
        yield Denial(
            "line_in_use",
            "The budget is locked: only a line of 0.00 without a modification can be deleted. Unlock it first.",
        )


def has_no_modification(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """A line that a modification moves money to or from stays. Source: Create a Budget Modification."""
    if facts.line_has_modification:
        yield Denial(
            "line_has_modification",
            "A budget modification uses this line. Set its original amount to 0.00 instead of deleting it.",
        )


def is_owner_or_admin(actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """A modification belongs to its author or to a Budget Admin. Source: Create a Budget Modification."""
    if not actor.at_least("budget", Level.ADMIN) and actor.id != facts.owner_id:
        yield Denial(
            "not_your_modification",
            "Another person made it. Ask them or a Budget Admin to change it.",
            FORBIDDEN,
        )


def has_unsent_modification(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """What the ERP holds can no longer be edited. Source: Create / Approve / Void Budget Changes."""
    if not facts.has_unsent_modifications:
        yield Denial("modification_exported", "Every modification is already in the ERP. Create a new one.")


def is_not_the_sender(actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Four eyes: who sent, locked or edited this revision cannot accept it (a company switch, on by default)."""
    if facts.four_eyes and actor.id is not None and actor.id in facts.touched_by:
        did = "sent" if actor.id == facts.sender_id else "locked or edited"
        yield Denial("four_eyes", f"You {did} this revision, so another approver must accept it.", FORBIDDEN)


def erp_offers_import(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Estimates of QuickBooks never come back as budgets. Source: QuickBooks Desktop Detailed Data Mapping."""
    if facts.erp is None or not facts.erp.imports_budgets:
        yield Denial(
            "no_import", f"There are no budgets to import from {facts.erp_label}. Import a file instead."
        )


def import_is_open(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """The first accepted export ends it, and so does moving the budget to the portal, which is for good.

    Source: Export a Procore Budget to Sage 100, Restrictions.
    """
    if facts.import_disabled:
        yield closures.import_over(facts)
    elif facts.system_of_record is SystemOfRecord.PORTAL and not facts.exported_before:
        yield Denial(
            "moved_to_portal",
            "This budget was moved to the portal for good. Make its changes here and export them.",
        )


def was_never_handed_out(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Only what the ERP certainly does not hold may be reset (E19)."""
    if facts.was_handed_out:
        yield Denial(
            "already_handed_out",
            f"It may be in {facts.erp_label} already. You can reset it when {facts.erp_label} has answered that "
            "it is not.",
        )


def erp_posts_by_hand(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Only where an accountant posts is there a posting to note. Source: Export a Procore Budget to Sage 100."""
    if facts.erp is None or not facts.erp.posts_by_hand:
        yield Denial("nothing_to_post", f"There is nothing to post by hand in {facts.erp_label}.")


def erp_withdraws(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Only a sheet that waits for a person can be taken away again."""
    if facts.erp is None or not facts.erp.withdraws:
        yield Denial("cannot_withdraw", f"What {facts.erp_label} has taken cannot be withdrawn from here.")


def is_not_being_withdrawn(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """One order to withdraw is enough."""
    if facts.withdrawal_under_way:
        yield Denial(
            "withdrawal_under_way",
            "The sheet is being withdrawn. Wait for the answer of the sync agent.",
        )


def has_acknowledgement(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """There is an acknowledgement that waits for the second person (E16)."""
    if not facts.has_open_acknowledgement:
        yield Denial("nothing_acknowledged", "No acknowledged difference waits for a second person.")


def is_the_second_person(actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """Acknowledging a difference takes two people."""
    if actor.id is not None and actor.id == facts.acknowledged_by:
        yield Denial(
            "two_people",
            "You acknowledged this difference, so another approver or an ERP admin must confirm it.",
            FORBIDDEN,
        )


def has_mismatch(_actor: Actor, facts: BudgetFacts) -> Iterable[Denial]:
    """There is a difference to acknowledge (E16)."""
    if not facts.has_mismatch:
        yield Denial("no_difference", "The last sync showed no difference. There is nothing to acknowledge.")


def is_somebody_else(actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """Nobody grants the privilege to himself. Source: Grant Accounting Approver Privileges."""
    if actor.id is not None and actor.id == facts.id:
        others = ", ".join(facts.other_directory_admins)
        who = f"Another directory admin can: {others}." if others else "Name a second directory admin first."
        yield Denial("not_to_yourself", f"You cannot grant this to yourself. {who}", FORBIDDEN)


def can_hold_the_privilege(_actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """The privilege needs the ERP tool. Source: What is the accounting approver role?"""
    if not facts.erp_can_accept:
        yield Denial("needs_erp_level", "Needs ERP Integrations: Standard or Admin.")


def holds_it_where_needed(actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """A company may ask that only a holder grants. The console gives the first one. Source: Grant … Privileges."""
    if facts.only_holders_grant and actor.id is not None and not actor.can_push:
        yield Denial(
            "only_holders_grant",
            "Only somebody who can push to accounting may grant it here (a company setting). Ask one of them.",
            FORBIDDEN,
        )


def is_active_person(_actor: Actor, facts: PersonFacts) -> Iterable[Denial]:
    """Someone who left holds nothing."""
    if not facts.active:
        yield Denial("person_inactive", f"{facts.name} is deactivated. Activate the account first.")
