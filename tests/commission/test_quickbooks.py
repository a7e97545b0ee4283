"""Every sentence of the document "Export a Budget to QuickBooks", in its order; a docstring paraphrases it."""

from dataclasses import replace

import pytest

from portal.domain.decisions import decide
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.facts import state_of
from portal.domain.vocabulary import Action, State
from tests.commission import assertions
from tests.commission.maple import AMOUNTS
from tests.domain.moments import ACCOUNTANT, CONNECTOR, MANAGER, QUICKBOOKS, done, facts_in
from tests.people import LUIS


class TestObjective:
    def test_export_a_budget_to_the_integrated_erp_system(self, maple):
        """A budget gets from the portal into the company's ERP."""
        assert state_of(assertions.whole_export(QUICKBOOKS)[-1]) is State.SYNCED
        maple.export_and_sync()
        assert maple.state is State.SYNCED


class TestBackground:
    def test_the_workflow_for_creating_accepting_and_exporting_includes_these_tasks(self):
        """Creating, accepting and exporting follow each other in this order."""
        assertions.tasks_in_their_order(QUICKBOOKS)

    def test_a_project_manager_performs_these_tasks(self):
        """The project manager may do his three tasks."""
        assertions.manager_does_his_three_tasks(QUICKBOOKS)

    def test_creates_the_project_budget_using_the_budget_tool(self, maple):
        """He creates the budget in the Budget tool."""
        assertions.manager_creates_the_budget(QUICKBOOKS)
        maple.create()
        assert (maple.state, len(maple.lines)) == (State.DRAFT, 2)

    def test_locks_the_projects_budget(self, maple):
        """He locks it."""
        assertions.manager_locks_it(QUICKBOOKS)
        maple.create()
        maple.act(Action.LOCK)
        assert maple.state is State.LOCKED

    def test_sends_the_budget_to_the_erp_integrations_tool_for_acceptance(self, maple):
        """He sends it to ERP Integrations for acceptance."""
        assertions.manager_sends_it(QUICKBOOKS)
        maple.create_and_send()
        assert maple.state is State.SENT

    def test_an_accounting_approver_performs_these_tasks(self):
        """Only an accounting approver reviews and responds."""
        assertions.only_an_approver_decides(QUICKBOOKS)

    def test_reviews_the_budget_in_the_erp_integrations_tool(self, maple):
        """The approver reviews the budget in ERP Integrations."""
        assertions.approver_reviews_it(QUICKBOOKS)
        maple.create_and_send()
        page = maple.review()
        assert page.is_waiting
        assert (page.project_name, page.line_count) == ("Maple St 116", 2)

    def test_submits_one_of_these_responses(self, maple):
        """He gives exactly one response."""
        assertions.one_response(QUICKBOOKS)
        maple.create_and_send()
        maple.accept()
        for second in (maple.accept, maple.reject):
            with pytest.raises(Denied, match="not possible now"):
                second()

    def test_accept_accepts_the_data_and_exports_it(self, maple):
        """Accepting is exporting."""
        assertions.accept_exports(QUICKBOOKS)
        maple.create_and_send()
        assert maple.request is None
        maple.accept()
        assert (maple.state, maple.request.kind) == (State.EXPORTING, "export_budget")

    def test_reject_returns_it_to_the_budget_tool_in_an_editable_state(self, maple):
        """Rejecting gives an editable budget back."""
        assertions.reject_makes_it_editable(QUICKBOOKS)
        maple.create_and_send()
        maple.reject()
        assert maple.state is State.DRAFT

    def test_the_data_can_then_be_corrected_and_re_sent(self, maple):
        """What was rejected is corrected and sent again."""
        assertions.corrected_and_sent_again(QUICKBOOKS)
        maple.create_and_send()
        maple.reject()
        maple.add_line("06-100", 90_000)
        maple.act(Action.LOCK)
        maple.act(Action.SEND)
        assert (maple.submission.number, maple.submission.original_cents) == (2, 2_615_000)
        maple.accept()


class TestRequiredPermissions:
    def test_standard_or_admin_level_on_the_erp_integrations_tool(self):
        """Accepting needs ERP Integrations: Standard or Admin."""
        assertions.erp_level_is_required(QUICKBOOKS)

    def test_the_account_must_be_granted_can_push_to_accounting(self, maple):
        """It also needs the privilege Can Push to Accounting."""
        assertions.privilege_is_required(QUICKBOOKS)
        maple.create_and_send()
        with pytest.raises(Denied, match="Can Push to Accounting") as refused:
            maple.accept(LUIS)
        assert refused.value.status == FORBIDDEN

    def test_submit_a_request_to_enable_this_privilege(self):
        """Who lacks it is told which one it is and whom to ask."""
        refused = decide(Action.ACCEPT, replace(ACCOUNTANT, can_push=False), facts_in(State.SENT, QUICKBOOKS))
        assert refused.sentence.endswith("Can Push to Accounting. Ask an administrator for it.")

    def test_this_must_be_enabled_for_you(self):
        """Nobody gives it to himself; a directory admin or the console does."""
        assertions.somebody_else_grants_the_privilege()


class TestLimitations:
    def test_sub_jobs_are_not_supported_for_quickbooks_projects(self, maple):
        """A line with a sub job blocks Send and is named."""
        maple.create()
        maple.add_line("06-100", 90_000, sub_job="North wing")
        maple.act(Action.LOCK)
        with pytest.raises(Denied) as refused:
            maple.act(Action.SEND)
        (denial,) = refused.value.denials
        assert denial.anchor.startswith("line-")
        assert "06-100 has the sub job North wing" in denial.sentence


class TestRestrictions:
    def test_unlock_resend_add_lines_and_create_modifications_are_disabled_until_synced(self, maple):
        """The four acts open when the original amount shows in the Job Costs Report, and not before."""
        closed = assertions.closed_until_synced(QUICKBOOKS)
        assert [state_of(moment) for moment in closed] == [State.EXPORTING, State.AWAITING_SYNC]
        maple.create_and_send()
        maple.accept()
        maple.assert_closed("in progress")
        maple.finish_export()
        maple.assert_closed("show in the Job Costs Report")
        maple.read_job_costs(AMOUNTS | {"03-100": AMOUNTS["03-100"] - 1})
        maple.assert_closed("show in the Job Costs Report")
        maple.read_job_costs(AMOUNTS)
        assert maple.state is State.SYNCED
        maple.add_line("06-100", 0)
        maple.modify()
        maple.act(Action.UNLOCK)


class TestWorkflows:
    def test_follow_the_steps_to_set_up_a_budget_and_export_it(self):
        """Setting up and exporting needs no posting step."""
        states = [state_of(moment) for moment in assertions.whole_export(QUICKBOOKS)]
        assert states == [
            State.DRAFT,
            State.LOCKED,
            State.SENT,
            State.EXPORTING,
            State.AWAITING_SYNC,
            State.SYNCED,
        ]

    def test_follow_the_steps_to_update_a_budget_and_export_it(self, maple):
        """Updating starts at the synced budget and ends in a second export that proves its own movement."""
        assertions.updates_follow_the_first_sync(QUICKBOOKS)
        maple.export_and_sync()
        maple.modify(50_000)
        maple.act(Action.SEND)
        maple.accept()
        maple.finish_export()
        maple.read_job_costs({"01-100": 1_750_000, "03-100": 775_000})
        assert maple.state is State.SYNCED


class TestSteps:
    def test_a_project_manager_or_user_with_admin_permission_on_the_budget_tool_will(self):
        """The first step belongs to whoever is Admin on the Budget tool."""
        assertions.budget_admin_does_the_first_step(QUICKBOOKS)

    def test_if_you_are_creating_a_new_budget_create_a_budget_line_item(self):
        """A new budget begins with its lines."""
        empty = facts_in(State.DRAFT, QUICKBOOKS, line_count=0, wanted_cents=1_800_000)
        assert decide(Action.ADD_LINE, MANAGER, empty).open
        assert decide(Action.LOCK, MANAGER, empty).sentence.startswith("The budget has no lines.")
        assert not decide(Action.CREATE_MODIFICATION, MANAGER, empty).shown

    def test_if_you_are_updating_a_synced_budget_create_a_budget_modification(self):
        """A synced budget is changed by a modification."""
        synced = facts_in(State.SYNCED, QUICKBOOKS)
        changed = done(Action.CREATE_MODIFICATION, MANAGER, synced, has_unsynced=True)
        assert state_of(changed) is State.CHANGES_PENDING

    def test_lock_a_budget(self):
        """Then the budget is locked."""
        assertions.manager_locks_it(QUICKBOOKS)

    def test_send_a_budget_to_erp_for_accounting_acceptance(self):
        """Then it is sent for acceptance."""
        assertions.manager_sends_it(QUICKBOOKS)

    def test_an_accounting_approver_will_accept_the_budget(self):
        """The second step is the approver's."""
        assertions.only_an_approver_decides(QUICKBOOKS)

    def test_once_accepted_the_system_exports_the_data_and_syncs_it_to_quickbooks(self, maple):
        """After acceptance the connector brings the amounts into QuickBooks, without a person."""
        maple.create_and_send()
        maple.accept()
        assert b"<QBXML>" in maple.first_document()
        accepted = done(Action.ACCEPT, ACCOUNTANT, facts_in(State.SENT, QUICKBOOKS))
        assert not decide(Action.FINISH_EXPORT, ACCOUNTANT, accepted).shown
        exported = done(Action.FINISH_EXPORT, CONNECTOR, accepted, **assertions.EXPORTED_FIRST)
        assert state_of(done(Action.CONFIRM_SYNC, CONNECTOR, exported, **assertions.SEEN)) is State.SYNCED

    def test_after_the_first_sync_you_can_also_sync_an_updated_budget(self, maple):
        """A synced budget takes changes and is sent again, and only what is new travels."""
        assertions.updates_follow_the_first_sync(QUICKBOOKS)
        maple.export_and_sync()
        maple.modify(50_000)
        maple.act(Action.SEND)
        assert sorted(maple.amounts_sent()) == [-50_000, 50_000]
