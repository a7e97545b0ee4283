"""The permission matrix: every action, every level of every tool, written out by hand.

✓ may   · may not   g may with the granular permission named at the end   p may with Can Push to Accounting
i may with Can Import for budgets
"""

from dataclasses import replace

import pytest

from portal.domain.decisions import holds
from portal.domain.people import CONSOLE, Actor, machine
from portal.domain.rules import RULES
from portal.domain.vocabulary import Action, Granular, Level
from tests.domain.moments import AUDITOR, EVERYTHING

BUDGET_TOOL = """
                       none  read_only  standard  admin   granular permission
view_budget              ·       ✓         ✓        ✓
view_direct_costs        ·       g         g        ✓     view_direct_costs
export_file              ·       ✓         ✓        ✓
add_line                 ·       g         ✓        ✓     modify_original
edit_original            ·       g         g        ✓     modify_original
delete_line              ·       g         g        ✓     delete_lines
import_file              ·       g         g        ✓     import_lines
lock                     ·       g         g        ✓     lock_budget
unlock                   ·       ·         ·        ✓
create_modification      ·       g         ✓        ✓     budget_changes
change_modification      ·       g         ✓        ✓     budget_changes
approve_modification     ·       g         g        ✓     budget_changes
create_snapshot          ·       ·         ✓        ✓
configure_budget         ·       ·         ·        ✓
send                     ·       g         g        ✓     send_and_retrieve
retrieve                 ·       g         g        ✓     send_and_retrieve
view_job_costs           ·       ·         ·        ✓
check_now                ·       ·         ·        ✓
comment                  ·       ✓         ✓        ✓
"""
ERP_TOOL = """
                       none  read_only  standard  admin
view_erp                 ·       ✓         ✓        ✓
accept                   ·       ·         p        p
reject                   ·       ·         p        p
retry                    ·       ·         p        p
acknowledge_difference   ·       ·         p        p
link_project             ·       ·         p        p
accept_cost_codes        ·       ·         p        p
import_from_erp          ·       ·         i        i
refresh_erp_lists        ·       ·         ✓        ✓
check_now                ·       ·         ✓        ✓
confirm_difference       ·       ·         p        ✓
note_posting             ·       ·         ✓        ✓
withdraw_export          ·       ·         ·        p
reset_export             ·       ·         ·        p
start_erp_sync           ·       ·         ·        ✓
view_sync_schedule       ·       ·         ·        ✓
change_sync_schedule     ·       ·         ·        ✓
view_company_job_costs   ·       ·         ·        ✓
view_accountant_report   ·       ·         ·        ✓
view_settings            ·       ·         ·        ✓
configure_connection     ·       ·         ·        ✓
create_project           ·       ·         ·        ✓
manage_cost_codes        ·       ·         ·        ✓
view_budget              ·       ✓         ✓        ✓
export_file              ·       ✓         ✓        ✓
view_job_costs           ·       ·         p        ✓
revoke_push              ·       ·         p        p
show_secret              ·       ·         ·        ✓
view_audit               ·       ·         ·        ✓
delegate                 ·       ·         p        p
comment                  ·       ✓         ✓        ✓
"""
DIRECTORY_TOOL = """
                       none  read_only  standard  admin
view_directory           ·       ✓         ✓        ✓
create_project           ·       ·         ✓        ✓
manage_cost_codes        ·       ·         ✓        ✓
view_settings            ·       ·         ·        ✓
change_levels            ·       ·         ·        ✓
change_company           ·       ·         ·        ✓
grant_push               ·       ·         ·        ✓
revoke_push              ·       ·         ·        ✓
hand_out_link            ·       ·         ·        ✓
take_over                ·       ·         ·        ✓
configure_mail           ·       ·         ·        ✓
configure_sign_in        ·       ·         ·        ✓
configure_budgets        ·       ·         ·        ✓
view_audit               ·       ·         ·        ✓
delegate                 ·       ·         ·        ✓
"""
TWO_TOOLS = {Action.ADD_ERP_JOB, Action.MOVE_TO_PORTAL}
ANYONE = {Action.VIEW_HOME, Action.VIEW_PROJECTS, Action.MANAGE_OWN_SESSIONS}
MACHINE = {
    Action.FINISH_EXPORT,
    Action.FAIL_EXPORT,
    Action.SEE_POSTED,
    Action.CONFIRM_SYNC,
    Action.REPORT_MISMATCH,
    Action.FINISH_WITHDRAWAL,
}
READING = {action for action in Action if action.startswith("view_")} | {
    Action.EXPORT_FILE,
    Action.MANAGE_OWN_SESSIONS,
}


def _rows(tool, table):
    for row in table.strip().split("\n")[1:]:
        action, *cells = row.split()
        granular = Granular(cells[4]) if len(cells) > 4 else None
        for level, cell in zip(Level, cells[:4], strict=True):
            yield pytest.param(tool, Action(action), level, cell, granular, id=f"{tool}-{level}-{action}")


MATRIX = [*_rows("budget", BUDGET_TOOL), *_rows("erp", ERP_TOOL), *_rows("directory", DIRECTORY_TOOL)]


@pytest.mark.parametrize(("tool", "action", "level", "cell", "granular"), MATRIX)
def test_matrix(tool, action, level, cell, granular):
    person = replace(Actor(id=7, name="Sam Field"), **{tool: level})
    others = frozenset(Granular) - {granular}
    assert holds(action, person) is (cell == "✓")
    assert holds(action, replace(person, granular=others)) is (cell == "✓")
    assert holds(action, replace(person, granular=frozenset(Granular))) is (cell in "✓g")
    assert holds(action, replace(person, can_push=True)) is (cell in "✓p")
    assert holds(action, replace(person, can_import_budget=True)) is (cell in "✓i")


def test_the_matrix_leaves_no_action_out():
    assert {row.values[1] for row in MATRIX} | TWO_TOOLS | ANYONE | MACHINE == set(Action) == set(RULES)


@pytest.mark.parametrize("action", sorted(ANYONE))
def test_anyone_signed_in(action):
    assert holds(action, Actor(id=7, name="Sam Field"))
    assert not holds(action, Actor(id=7, name="Sam Field", active=False))


@pytest.mark.parametrize("action", sorted(MACHINE))
def test_only_a_connector_reports_what_the_erp_did(action):
    assert holds(action, machine("QuickBooks Desktop"))
    assert not holds(action, EVERYTHING)
    assert not holds(action, CONSOLE)
    assert not holds(action, replace(machine("QuickBooks Desktop"), active=False))


@pytest.mark.parametrize("action", sorted(set(Action) - MACHINE))
def test_a_connector_may_nothing_else(action):
    levels = {"budget": Level.ADMIN, "erp": Level.ADMIN, "directory": Level.ADMIN, "can_push": True}
    assert not holds(action, replace(machine("QuickBooks Desktop"), **levels))


@pytest.mark.parametrize("action", sorted(set(Action) - MACHINE))
def test_who_left_may_nothing(action):
    assert holds(action, EVERYTHING)
    assert not holds(action, replace(EVERYTHING, active=False))


@pytest.mark.parametrize("action", sorted(set(Action) - MACHINE))
def test_an_auditor_sees_everything_and_changes_nothing(action):
    reads = action in READING | ANYONE
    assert holds(action, AUDITOR) is reads
    assert holds(action, replace(EVERYTHING, auditor=True)) is reads


def test_the_console_only_gives_and_takes_the_privilege():
    assert {action for action in Action if holds(action, CONSOLE)} == {Action.GRANT_PUSH, Action.REVOKE_PUSH}


def test_the_export_box_closes_accepting_for_people_below_directory_admin():
    clerk = Actor(id=7, name="Sam Field", erp=Level.STANDARD, can_push=True, can_export_budget=False)
    assert not holds(Action.ACCEPT, clerk)
    assert not holds(Action.ACCEPT, replace(clerk, directory=Level.STANDARD))
    assert holds(Action.ACCEPT, replace(clerk, directory=Level.ADMIN))


def test_a_directory_admin_with_the_privilege_needs_no_import_box():
    admin = Actor(id=7, name="Sam Field", erp=Level.STANDARD, directory=Level.ADMIN)
    assert not holds(Action.IMPORT_FROM_ERP, admin)
    assert holds(Action.IMPORT_FROM_ERP, replace(admin, can_import_budget=True))
    pushes = replace(admin, can_push=True)
    assert holds(Action.IMPORT_FROM_ERP, pushes)
    assert not holds(Action.IMPORT_FROM_ERP, replace(pushes, directory=Level.STANDARD))
    assert not holds(Action.IMPORT_FROM_ERP, replace(pushes, erp=Level.READ_ONLY))
    words = RULES[Action.IMPORT_FROM_ERP].who.words
    assert words.endswith("or for a directory admin the privilege Can Push to Accounting in its place")


def test_moving_a_budget_to_the_portal_needs_both_sides():
    both = Actor(id=7, name="Sam Field", budget=Level.ADMIN, erp=Level.STANDARD, can_push=True)
    assert holds(Action.MOVE_TO_PORTAL, both)
    for missing in ({"budget": Level.STANDARD}, {"erp": Level.READ_ONLY}, {"can_push": False}):
        assert not holds(Action.MOVE_TO_PORTAL, replace(both, **missing))


def test_adding_an_erp_job_needs_the_erp_tool_and_the_directory():
    both = Actor(id=7, name="Sam Field", erp=Level.STANDARD, directory=Level.ADMIN)
    assert holds(Action.ADD_ERP_JOB, both)
    for missing in ({"erp": Level.READ_ONLY}, {"directory": Level.STANDARD}):
        assert not holds(Action.ADD_ERP_JOB, replace(both, **missing))


def test_a_granular_permission_needs_at_least_a_look_at_the_budget():
    stranger = Actor(id=7, name="Sam Field", granular=frozenset(Granular))
    assert not any(holds(action, stranger) for action in set(Action) - ANYONE)


@pytest.mark.parametrize("tool", ["budget", "erp", "directory"])
def test_levels_are_ordered(tool):
    reached = [[replace(EVERYTHING, **{tool: has}).at_least(tool, asked) for asked in Level] for has in Level]
    assert reached == [[asked <= has for asked in range(4)] for has in range(4)]
