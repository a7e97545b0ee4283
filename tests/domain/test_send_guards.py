"""Send guards G1 to G9: each alone closes Send with its own reason, and all that fail are listed."""

import pytest

from portal.domain.decisions import decide, require
from portal.domain.denials import Denial, Denied
from portal.domain.vocabulary import Action, Phase, State, SystemOfRecord
from tests.domain.moments import ERPS, EVERYTHING, QUICKBOOKS, SAGE, facts_in
from tests.domain.sentences import faults_of

MISSING_CODE = Denial(
    "code_not_synced", "The cost code 02-220 is not in the ERP. Accept it first.", anchor="line-2"
)
SECOND_CODE = Denial(
    "code_not_synced", "The cost code 03-100 is not in the ERP. Accept it first.", anchor="line-7"
)
NO_TYPE = Denial(
    "type_not_mapped", "Line 3 has the cost type SVC, which is not mapped. Ask an ERP admin.", anchor="3"
)
SUB_JOB = Denial(
    "sub_job", "Line 4 has a sub job, which QuickBooks takes none of. Remove it first.", anchor="4"
)
TOO_LONG = Denial("name_too_long", "The project name has 42 characters. QuickBooks takes at most 41.")

ALONE = {
    "G1 tool": ({"tool_active": False}, ["budget_tool_off"]),
    "G1 connection": ({"erp": None}, ["no_connection"]),
    "G2": ({"locked": False}, ["budget_unlocked"]),
    "G3": ({"project_linked": False}, ["project_not_synced"]),
    "G4": ({"codes_not_synced": (MISSING_CODE,)}, ["code_not_synced"]),
    "G4 twice": ({"codes_not_synced": (MISSING_CODE, SECOND_CODE)}, ["code_not_synced", "code_not_synced"]),
    "G5": ({"limit_problems": (NO_TYPE,)}, ["type_not_mapped"]),
    "G6": ({"sub_job_lines": (SUB_JOB,)}, ["sub_job"]),
    "G7": ({"phase": Phase.EXPORTING}, ["export_in_progress"]),
    "G8": ({"has_unsynced": False}, ["nothing_to_send"]),
    "G9 limits": ({"limit_problems": (TOO_LONG,)}, ["name_too_long"]),
    "G9 system of record": ({"system_of_record": SystemOfRecord.ERP}, ["erp_owns_budget"]),
    "no lines": ({"line_count": 0}, ["no_lines"]),
}


@pytest.mark.parametrize("erp", ERPS)
@pytest.mark.parametrize("state", [State.LOCKED, State.CHANGES_PENDING])
def test_send_is_open_when_everything_is_in_order(erp, state):
    require(Action.SEND, EVERYTHING, facts_in(state, ERPS[erp]))


@pytest.mark.parametrize("erp", ERPS)
@pytest.mark.parametrize(("changes", "codes"), ALONE.values(), ids=ALONE)
def test_one_guard_alone_closes_send_with_its_own_reason(erp, changes, codes):
    verdict = decide(Action.SEND, EVERYTHING, facts_in(State.LOCKED, **{"erp": ERPS[erp], **changes}))
    assert verdict.shown
    assert [denial.code for denial in verdict.denials] == codes
    assert faults_of(verdict.sentence) == []


def test_no_two_guards_say_the_same():
    texts = {
        name: decide(Action.SEND, EVERYTHING, facts_in(State.LOCKED, **changes)).sentence
        for name, (changes, _codes) in ALONE.items()
    }
    assert len(set(texts.values())) == len(ALONE)


@pytest.mark.parametrize("erp", [SAGE, QUICKBOOKS], ids=ERPS)
def test_all_failing_reasons_are_listed_not_the_first(erp):
    facts = facts_in(
        State.LOCKED,
        erp,
        locked=False,
        tool_active=False,
        project_linked=False,
        codes_not_synced=(MISSING_CODE, SECOND_CODE),
        sub_job_lines=(SUB_JOB,),
        has_unsynced=False,
        limit_problems=(NO_TYPE, TOO_LONG),
    )
    with pytest.raises(Denied) as refused:
        require(Action.SEND, EVERYTHING, facts)
    assert [denial.code for denial in refused.value.denials] == [
        "budget_unlocked",
        "budget_tool_off",
        "project_not_synced",
        "code_not_synced",
        "code_not_synced",
        "sub_job",
        "nothing_to_send",
        "type_not_mapped",
        "name_too_long",
    ]
    assert all(denial.sentence in str(refused.value) for denial in refused.value.denials)


def test_a_reason_is_not_repeated_when_state_and_guard_say_it_both():
    verdict = decide(Action.SEND, EVERYTHING, facts_in(State.SYNCED))
    assert [denial.code for denial in verdict.denials] == ["nothing_to_send"]


def test_an_empty_budget_is_not_told_that_the_erp_holds_everything():
    verdict = decide(Action.SEND, EVERYTHING, facts_in(State.LOCKED, line_count=0, has_unsynced=False))
    assert [denial.code for denial in verdict.denials] == ["no_lines"]


OUTSTANDING_AND_MORE = {"project_linked": False, "codes_not_synced": (MISSING_CODE,), "has_unsynced": False}


@pytest.mark.parametrize(
    "state", [State.EXPORTING, State.EXPORT_FAILED, State.AWAITING_POSTING, State.AWAITING_SYNC]
)
def test_while_outstanding_only_the_outstanding_sentence_shows(state):
    assert len(decide(Action.SEND, EVERYTHING, facts_in(state, **OUTSTANDING_AND_MORE)).denials) == 1


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param(*row, id=name)
        for name, row in ALONE.items()
        if name not in {"G2", "G7", "G9 system of record"}
    ],
)
def test_accept_checks_the_send_guards_again(changes, codes):
    verdict = decide(Action.ACCEPT, EVERYTHING, facts_in(State.SENT, **changes))
    assert [denial.code for denial in verdict.denials] == codes
