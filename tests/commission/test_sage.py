"""Every sentence of the document "Export a Procore Budget to Sage 100", in its order; a docstring paraphrases it."""

from dataclasses import replace
from datetime import timedelta

from portal import clock
from portal.domain.decisions import decide
from portal.domain.facts import state_of
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action, State
from portal.erp.connectors.sage_100_contractor import CONNECTOR as SAGE_100
from portal.erp.connectors.sage_100_contractor.connection_settings import NEVER
from tests.commission import assertions
from tests.domain.moments import ACCOUNTANT, CONNECTOR, CONTROLLER, EVERYTHING, MANAGER, done, facts_in
from tests.sage_jobs import FIRST, GRID

SAGE = SAGE_100.policy
POST_ENTRIES = "In the Job Cost function of Sage 100 Contractor choose Tasks > Post Entries"
QUARTER_OF_AN_HOUR = 15


class TestObjective:
    def test_export_a_budget_to_the_integrated_erp_system(self):
        """A budget gets from the portal into the company's ERP."""
        assert state_of(assertions.whole_export(SAGE)[-1]) is State.SYNCED


class TestBackground:
    def test_the_workflow_for_creating_accepting_and_exporting_includes_these_tasks(self):
        """Creating, accepting and exporting follow each other in this order."""
        assertions.tasks_in_their_order(SAGE)

    def test_a_project_manager_performs_these_tasks(self):
        """The project manager may do his three tasks."""
        assertions.manager_does_his_three_tasks(SAGE)

    def test_creates_the_project_budget_using_the_budget_tool(self):
        """He creates the budget in the Budget tool."""
        assertions.manager_creates_the_budget(SAGE)

    def test_locks_the_projects_budget(self):
        """He locks it."""
        assertions.manager_locks_it(SAGE)

    def test_sends_the_budget_to_the_erp_integrations_tool_for_acceptance(self):
        """He sends it to ERP Integrations for acceptance."""
        assertions.manager_sends_it(SAGE)

    def test_an_accounting_approver_performs_these_tasks(self):
        """Only an accounting approver reviews and responds."""
        assertions.only_an_approver_decides(SAGE)

    def test_reviews_the_budget_in_the_erp_integrations_tool(self):
        """The approver reviews the budget in ERP Integrations."""
        assertions.approver_reviews_it(SAGE)

    def test_submits_one_of_these_responses(self):
        """He gives exactly one response."""
        assertions.one_response(SAGE)

    def test_accept_accepts_the_data_and_exports_it(self):
        """Accepting is exporting."""
        assertions.accept_exports(SAGE)

    def test_reject_returns_it_to_the_budget_tool_in_an_editable_state(self):
        """Rejecting gives an editable budget back."""
        assertions.reject_makes_it_editable(SAGE)

    def test_the_data_can_then_be_corrected_and_re_sent(self):
        """What was rejected is corrected and sent again."""
        assertions.corrected_and_sent_again(SAGE)


class TestRequiredPermissions:
    def test_standard_or_admin_level_on_the_erp_integrations_tool(self):
        """Accepting needs ERP Integrations: Standard or Admin."""
        assertions.erp_level_is_required(SAGE)

    def test_the_account_must_be_granted_can_push_to_accounting(self):
        """It also needs the privilege Can Push to Accounting."""
        assertions.privilege_is_required(SAGE)

    def test_submit_a_request_to_enable_this_privilege(self):
        """Who lacks it is told which one it is and whom to ask."""
        refused = decide(Action.ACCEPT, replace(ACCOUNTANT, can_push=False), facts_in(State.SENT, SAGE))
        assert refused.sentence.endswith("Can Push to Accounting. Ask an administrator for it.")

    def test_this_must_be_enabled_for_you(self):
        """Nobody gives it to himself; a directory admin or the console does."""
        assertions.somebody_else_grants_the_privilege()


class TestRestrictions:
    def test_after_exporting_the_import_function_is_no_longer_available(self):
        """After the export, importing from Sage is off for good for this budget."""
        draft, *_before, exporting, _posting, _sync, synced = assertions.whole_export(SAGE)
        assert decide(Action.IMPORT_FROM_ERP, EVERYTHING, draft).open
        unlocked = done(Action.UNLOCK, MANAGER, synced)
        for moment in (exporting, synced, unlocked, *assertions.update_export(SAGE)):
            verdict = decide(Action.IMPORT_FROM_ERP, EVERYTHING, moment)
            assert not verdict.open
            assert verdict.sentence.startswith("Off for good")

    def test_unlock_resend_add_lines_and_create_modifications_are_disabled_until(self):
        """Unlock, re-send, add line and create modification stay closed meanwhile, each with a sentence."""
        assert len(assertions.closed_until_synced(SAGE)) == 3

    def test_the_export_is_complete_and_the_entries_have_been_manually_posted(self):
        """The export alone does not open it: the entries must be posted in Sage."""
        exporting, posting, _sync = assertions.closed_until_synced(SAGE)
        assert state_of(exporting) is State.EXPORTING
        assert state_of(posting) is State.AWAITING_POSTING
        assert "Post the entries there" in decide(Action.UNLOCK, MANAGER, posting).sentence

    def test_see_your_sage_100_contractor_help_system_for_instructions(self):
        """The sentence names the place in Sage, and the steps belong to the connector."""
        posting = facts_in(State.AWAITING_POSTING, SAGE)
        assert SAGE.posting_steps[0] in decide(Action.UNLOCK, MANAGER, posting).sentence

    def test_the_synced_data_is_visible_in_the_job_costs_report(self):
        """Posting alone does not open it either: the amounts must show in the Job Costs Report."""
        posted = assertions.closed_until_synced(SAGE)[-1]
        assert state_of(posted) is State.AWAITING_SYNC
        assert "show in the Job Costs Report" in decide(Action.UNLOCK, MANAGER, posted).sentence

    def test_after_posting_the_data_will_sync_back_according_to_the_set_schedule(self, newtown, monkeypatch):
        """Posted amounts come back by themselves, on the schedule."""
        newtown.office.schedule(QUARTER_OF_AN_HOUR, "costs")
        newtown.export_by_agent(*FIRST)
        newtown.office.ticker()
        newtown.post_entries()
        newtown.office.agent()
        newtown.office.worker()
        assert newtown.office.ticker() == 0
        assert newtown.state is State.AWAITING_POSTING
        later = clock.now() + timedelta(minutes=QUARTER_OF_AN_HOUR)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert newtown.office.ticker() == 1
        assert newtown.state is State.SYNCED

    def test_to_expedite_the_sync_back_you_may_use_the_on_demand_sync(self, newtown):
        """Who cannot wait starts both steps by hand."""
        newtown.office.schedule(NEVER)
        newtown.export_by_agent(*FIRST)
        newtown.post_entries()
        newtown.office.agent()
        newtown.office.worker()
        assert newtown.state is State.AWAITING_POSTING
        assert newtown.office.both_steps().trigger == "on_demand"
        assert newtown.state is State.SYNCED


class TestWorkflows:
    def test_setting_up_the_budget_for_the_first_time(self):
        """The first set-up walks from draft to synced without a detour."""
        states = [state_of(moment) for moment in assertions.whole_export(SAGE)]
        assert states == [
            State.DRAFT,
            State.LOCKED,
            State.SENT,
            State.EXPORTING,
            State.AWAITING_POSTING,
            State.AWAITING_SYNC,
            State.SYNCED,
        ]

    def test_always_set_up_the_budget_in_one_system_and_import_or_export_it_to_the_other(self):
        """A draft may go either way: be imported from Sage or be locked and sent."""
        draft = facts_in(State.DRAFT, SAGE)
        imported = done(Action.IMPORT_FROM_ERP, CONTROLLER, draft)
        assert state_of(imported) is State.IMPORTED
        assert state_of(done(Action.LOCK, MANAGER, draft)) is State.LOCKED

    def test_you_cannot_create_a_budget_in_both_systems_and_sync_them_later(self):
        """One way closes the other."""
        imported = done(Action.IMPORT_FROM_ERP, CONTROLLER, facts_in(State.DRAFT, SAGE))
        locked = done(Action.LOCK, MANAGER, imported)
        assert not decide(Action.SEND, MANAGER, locked).open
        accepted = done(Action.ACCEPT, ACCOUNTANT, facts_in(State.SENT, SAGE))
        assert not decide(Action.IMPORT_FROM_ERP, EVERYTHING, accepted).open

    def test_updates_must_be_managed_in_the_system_in_which_it_was_created(self):
        """A budget from Sage is changed in Sage and imported again; one from here is changed here."""
        imported = facts_in(State.IMPORTED, SAGE)
        for action in (Action.EDIT_ORIGINAL, Action.ADD_LINE, Action.DELETE_LINE, Action.IMPORT_FILE):
            assert not decide(action, EVERYTHING, imported).open
        assert decide(Action.IMPORT_FROM_ERP, EVERYTHING, imported).label == "Re-import from ERP"
        assert decide(Action.CREATE_MODIFICATION, MANAGER, assertions.whole_export(SAGE)[-1]).open


class TestSteps:
    def test_the_steps_for_exporting_your_budget_are_as_follows(self):
        """Each step is closed until the one before it is done."""
        draft, locked, sent, *_rest = assertions.whole_export(SAGE)
        assert not decide(Action.SEND, MANAGER, draft).open
        assert not decide(Action.ACCEPT, ACCOUNTANT, locked).open
        assert not decide(Action.FINISH_EXPORT, CONNECTOR, sent).open

    def test_a_project_manager_or_user_with_admin_permission_on_the_budget_tool_will(self):
        """The first step belongs to whoever is Admin on the Budget tool."""
        assertions.budget_admin_does_the_first_step(SAGE)

    def test_an_accounting_approver_will_accept_the_budget(self):
        """The second step is the approver's."""
        assertions.only_an_approver_decides(SAGE)

    def test_once_accepted_the_system_exports_the_data_and_syncs_it_to_sage(self, newtown):
        """After acceptance the amounts arrive in Sage."""
        newtown.send(*FIRST)
        newtown.office.agent()
        assert newtown.office.sheets() == []
        newtown.accept_what_was_sent()
        newtown.office.agent()
        assert (newtown.state, len(newtown.office.sheets())) == (State.AWAITING_POSTING, 1)
        newtown.post_entries()
        assert newtown.grid() == newtown.exported() == GRID

    def test_when_the_export_is_successful_choose_tasks_post_entries(self):
        """A successful export says where to press Post Entries."""
        exporting = facts_in(State.EXPORTING, SAGE)
        posting = done(Action.FINISH_EXPORT, CONNECTOR, exporting, **assertions.EXPORTED_FIRST)
        assert POST_ENTRIES in decide(Action.UNLOCK, MANAGER, posting).sentence

    def test_you_must_manually_post_the_entries(self):
        """The portal posts nothing and lets nobody claim it: only the sync sees the posting."""
        posting = facts_in(State.AWAITING_POSTING, SAGE)
        for person in (MANAGER, ACCOUNTANT, CONTROLLER, EVERYTHING, CONSOLE):
            assert not decide(Action.SEE_POSTED, person, posting).shown
        assert decide(Action.SEE_POSTED, CONNECTOR, posting).open

    def test_see_your_help_system_for_how_to_post(self, newtown):
        """The accountant's list says what to press in Sage, in order, beside the sheet that waits."""
        newtown.export_by_agent(*FIRST)
        (sheet,) = newtown.office.sheets()
        waiting = newtown.to_post()
        assert waiting.steps == (POST_ENTRIES, SAGE.posting_steps[1])
        assert "6-2" in SAGE.posting_steps[1]
        assert sheet in waiting.job.delivery.files

    def test_after_the_first_sync_you_can_also_sync_an_updated_budget(self):
        """A synced budget takes changes and is sent again."""
        assertions.updates_follow_the_first_sync(SAGE)
