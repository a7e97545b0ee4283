"""Table 3.4 of the product, cell by cell: what is enabled in which state, for both ERPs.

The tables here are written out by hand and know nothing of `portal.domain.rules`. A cell is
    ✓ open      – not shown      a letter: closed, with the reason below
    ✓$ open for a line of 0.00 only           ✓u open for an unused line of 0.00 only
    ✓h open until the ERP may hold it         ✓m open when there is a difference, otherwise not shown
    ✓a open when one is acknowledged, else not shown      ✓w open until it is being withdrawn
"""

import pytest

from portal.domain import permissions as may
from portal.domain.decisions import decide, require
from portal.domain.denials import CONFLICT, Denied
from portal.domain.rules import RULES
from portal.domain.vocabulary import Action, State
from tests.domain.moments import ERPS, EVERYTHING, facts_in
from tests.domain.sentences import faults_of

SAME_FOR_BOTH = """
                       draft locked sent exporting failed posting sync synced unlocked pending imported imported_locked
view_budget              ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
edit_original            ✓     L     w      x       f       p      y     L       ✓       L       E          E
add_line                 ✓     ✓$    w      x       f       p      y     ✓$      ✓       ✓$      E          E
delete_line              ✓     ✓u    w      x       f       p      y     ✓u      ✓       ✓u      E          E
import_file              ✓     L     w      x       f       p      y     L       ✓       L       E          E
lock                     ✓     –     –      –       –       –      –     –       ✓       –       ✓          –
unlock                   –     ✓     r      x       f       p      y     ✓       –       ✓       –          ✓
create_modification      –     ✓     w      x       f       p      y     ✓       –       ✓       –          E
change_modification      –     ✓     w      x       f       p      y     –       –       ✓       –          –
approve_modification     –     ✓     w      x       f       p      y     ✓       –       ✓       –          –
send                     U     ✓     –      x       f       p      y     n       U       ✓       E          E
retrieve                 –     –     ✓      t       f       t      t     –       –       –       –          –
accept                   –     –     ✓      –       –       –      –     –       –       –       –          –
reject                   –     –     ✓      –       ✓       –      –     –       –       –       –          –
retry                    –     –     –      –       ✓       –      –     –       –       –       –          –
acknowledge_difference   –     –     –      –       –       ✓m     ✓m    –       –       –       –          –
confirm_difference       –     –     –      –       –       ✓a     ✓a    –       –       –       –          –
reset_export             –     –     –      ✓h      q       ✓h     ✓h    –       –       –       –          –
move_to_portal           –     –     –      –       –       –      –     –       –       –       ✓          k
check_now                –     –     –      –       –       ✓      ✓     ✓       ✓       ✓       –          –
export_file              ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
create_snapshot          ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
configure_budget         ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
view_job_costs           ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
view_direct_costs        ✓     ✓     ✓      ✓       ✓       ✓      ✓     ✓       ✓       ✓       ✓          ✓
"""
OWN_ROWS = {
    "sage": """
import_from_erp          ✓     k     w      o       o       o      o     o       o       o       ✓          k
note_posting             –     –     –      –       –       ✓      ✓     –       –       –       –          –
withdraw_export          –     –     –      –       –       ✓w     –     –       –       –       –          –
""",
    "quickbooks": """
import_from_erp          –     –     –      –       –       –      –     –       –       –       –          –
note_posting             –     –     –      –       –       –      –     –       –       –       –          –
withdraw_export          –     –     –      –       –       –      –     –       –       –       –          –
""",
}
REASONS = {
    "L": ("budget_locked", "The budget is locked. Unlock it, or create a budget modification."),
    "U": ("budget_unlocked", "The budget is unlocked. Lock it first."),
    "k": ("unlock_first", "The budget is locked. Unlock it first."),
    "w": (
        "waiting_for_accounting",
        "Waiting for accounting to accept or reject: Dana Whitfield sent it on Tue 9 Jun 14:02.",
    ),
    "r": (
        "retrieve_first",
        "It was sent to accounting on Tue 9 Jun 14:02 by Dana Whitfield. Retrieve it first, then unlock it.",
    ),
    "x": (
        "export_in_progress",
        "The export to {erp} was started on Wed 10 Jun 09:24 and is in progress. Wait until it has finished.",
    ),
    "f": ("export_failed", "Accounting must retry or reject it first."),
    "p": (
        "awaiting_posting",
        "it opens when the amounts show in the Job Costs Report. Last sync: Fri 12 Jun 07:30.",
    ),
    "y": (
        "awaiting_sync",
        "Exported to {erp} on Wed 10 Jun 09:31. It opens when the amounts show in the Job Costs Report.",
    ),
    "n": (
        "nothing_to_send",
        "Nothing to send: {erp} already holds every amount. Create a modification or change a line first.",
    ),
    "t": ("too_late_to_retrieve", "Accounting has accepted it"),
    "q": ("retry_or_reject", "The export has failed. Retry or reject it instead."),
    "E": ("erp_owns_budget", "This budget was set up in {erp} and is updated there."),
    "o": ("import_disabled", "Off for good: this budget was exported to {erp} on Wed 10 Jun 09:31."),
}
CONDITIONS = {
    "✓$": ({"wanted_cents": 100}, "zero_only_when_locked"),
    "✓u": ({"line_is_unused_zero": False}, "line_in_use"),
    "✓h": ({"was_handed_out": True}, "already_handed_out"),
    "✓m": ({"has_mismatch": False}, "no_difference"),
    "✓a": ({"has_open_acknowledgement": False}, "nothing_acknowledged"),
    "✓w": ({"withdrawal_under_way": True}, "withdrawal_under_way"),
}


def _rows():
    for erp in ERPS:
        for row in [*SAME_FOR_BOTH.strip().split("\n")[1:], *OWN_ROWS[erp].strip().split("\n")]:
            action, *cells = row.split()
            yield from ((erp, Action(action), state, cell) for state, cell in zip(State, cells, strict=True))


CELLS = [pytest.param(*row, id="-".join((row[0], row[1], row[2]))) for row in _rows()]


@pytest.mark.parametrize(("erp", "action", "state", "cell"), CELLS)
def test_cell(erp, action, state, cell):
    facts = facts_in(state, ERPS[erp])
    verdict = decide(action, EVERYTHING, facts)
    if cell.startswith("✓"):
        assert verdict.shown
        assert verdict.open
        require(action, EVERYTHING, facts)
        return
    assert verdict.shown is (cell != "–")
    with pytest.raises(Denied) as refused:
        require(action, EVERYTHING, facts)
    assert refused.value.status == CONFLICT
    assert str(refused.value) == verdict.sentence
    assert [faults_of(denial.sentence) for denial in verdict.denials] == [[]]
    if cell != "–":
        code, words = REASONS[cell]
        assert [denial.code for denial in verdict.denials] == [code]
        assert words.format(erp=ERPS[erp].label).casefold() in verdict.sentence.casefold()


@pytest.mark.parametrize(
    ("erp", "action", "state", "cell"), [row for row in CELLS if row.values[3] in CONDITIONS]
)
def test_cell_with_a_condition_closes_when_it_fails(erp, action, state, cell):
    changes, code = CONDITIONS[cell]
    verdict = decide(action, EVERYTHING, facts_in(state, ERPS[erp], **changes))
    assert verdict.shown is (cell not in {"✓m", "✓a"})
    assert [denial.code for denial in verdict.denials] == [code]
    assert faults_of(verdict.sentence) == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SYNCED_UNLOCKED])
def test_an_unlocked_budget_takes_and_loses_lines_of_any_amount(state):
    facts = facts_in(state, wanted_cents=100, line_is_unused_zero=False)
    assert decide(Action.ADD_LINE, EVERYTHING, facts).open
    assert decide(Action.DELETE_LINE, EVERYTHING, facts).open


def test_sage_says_which_posting_step_opens_the_budget():
    verdict = decide(Action.UNLOCK, EVERYTHING, facts_in(State.AWAITING_POSTING))
    assert verdict.sentence == (
        "Exported to Sage 100 Contractor on Wed 10 Jun 09:31. Post the entries there "
        "(Job Cost ▸ Tasks ▸ Post Entries); it opens when the amounts show in the Job Costs Report. "
        "Last sync: Fri 12 Jun 07:30."
    )


def test_retrieve_says_whether_it_is_on_its_way_or_there():
    exporting = decide(Action.RETRIEVE, EVERYTHING, facts_in(State.EXPORTING))
    arrived = decide(Action.RETRIEVE, EVERYTHING, facts_in(State.AWAITING_SYNC))
    assert "on its way to Sage 100 Contractor" in exporting.sentence
    assert "Sage 100 Contractor holds it" in arrived.sentence


def test_the_table_above_has_every_action_on_budgets_and_every_state():
    machine = {action for action in Action if RULES[action].who is may.CONNECTOR}
    expected = {action for action, rule in RULES.items() if rule.states is not None} - machine
    assert {row[1] for row in _rows()} == expected
    assert len(CELLS) == len(ERPS) * len(expected) * len(State)
