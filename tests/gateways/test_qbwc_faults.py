"""Whatever goes wrong between the portal and QuickBooks, QuickBooks holds each budget once, to the cent."""

import pytest

from portal.db.exchange import ErpStep
from portal.db.transactions import reader
from portal.domain.vocabulary import Phase

LINES = (("01-100", "L", 1_800_000), ("03-100", "M", 725_050), ("03-300", "S", 1))


def first_export(loop):
    loop.prepare()
    ids = loop.budget_lines(*LINES)
    loop.send()
    loop.accept()
    return ids


def assert_held_once(loop, *amounts):
    (estimate,) = loop.desk.estimates()
    assert sorted(float(line[1]) for line in estimate["lines"]) == sorted(amounts)
    assert loop.budget.phase == Phase.NONE.value
    assert {request.state for request in loop.requests()} == {"succeeded"}


FIRST = (18_000.00, 7_250.50, 0.01)


@pytest.mark.parametrize("match", ["EstimateQueryRq", "EstimateAddRq", "CustomDetailReportQueryRq"])
def test_a_lost_answer_to_a_first_export_doubles_nothing(loop, match):
    first_export(loop)
    loop.desk.faults.arm("answer_lost", match=match)
    endings = loop.run_until_quiet()
    assert endings[0] == "lost"
    assert_held_once(loop, *FIRST)


def test_after_a_lost_answer_the_next_session_asks_before_anything_else(sqlite_loop):
    first_export(sqlite_loop)
    sqlite_loop.desk.faults.arm("answer_lost", match="EstimateAddRq")
    sqlite_loop.desk.run()
    sqlite_loop.read_lists()
    step = reader().query(ErpStep).filter_by(name="add", state="handed_out").one()
    assert sqlite_loop.desk.run().ended == "busy"
    sqlite_loop.later()
    sqlite_loop.desk.run()
    asked = [line for line in sqlite_loop.desk.log.last() if "asked for" in line]
    position = next(number for number, line in enumerate(asked) if "EstimateAddRq" in line)
    assert asked[position + 1].endswith("asked for a status")
    reader().rollback()
    assert reader().get(ErpStep, step.id).state == "succeeded"
    sqlite_loop.run_until_quiet()
    assert_held_once(sqlite_loop, *FIRST)


@pytest.mark.parametrize("match", ["EstimateQueryRq", "EstimateModRq"])
def test_a_lost_answer_to_an_update_doubles_nothing(loop, match):
    first, second, _ = first_export(loop)
    loop.run_until_quiet()
    loop.modify(first, second, 500_000)
    loop.send()
    loop.accept()
    loop.desk.faults.arm("answer_lost", match=match)
    assert loop.run_until_quiet()[0] == "lost"
    assert_held_once(loop, *FIRST, -5_000.00, 5_000.00)


@pytest.mark.parametrize("match", ["CustomerAddRq", "ItemServiceAddRq", "CustomerQueryRq", "ItemQueryRq"])
def test_a_lost_answer_while_linking_makes_nothing_twice(sqlite_loop, match):
    sqlite_loop.read_lists()
    sqlite_loop.choose_accounts()
    sqlite_loop.desk.faults.arm("answer_lost", match=match)
    sqlite_loop.link()
    sqlite_loop.later()
    sqlite_loop.run_until_quiet()
    assert {request.state for request in sqlite_loop.requests()} == {"succeeded"}
    assert sqlite_loop.project.erp_job_name == "Smith:Maple St 116"


def test_every_answer_delivered_twice_changes_nothing(sqlite_loop):
    sqlite_loop.desk.faults.arm("answer_twice", times=-1)
    first_export(sqlite_loop)
    sqlite_loop.run_until_quiet()
    assert_held_once(sqlite_loop, *FIRST)


def test_an_edit_between_reading_and_change_is_read_again(loop):
    first, second, _ = first_export(loop)
    loop.run_until_quiet()
    loop.modify(first, second, 500_000)
    loop.send()
    loop.accept()
    loop.desk.faults.arm("edit_between")
    loop.run_until_quiet()
    assert_held_once(loop, *FIRST, -5_000.00, 5_000.00)
    assert any("EstimateMod 3200" in line or "3200" in line for line in loop.desk.log.last())


def test_an_estimate_that_somebody_edits_again_and_again_is_refused_at_last(sqlite_loop):
    first, second, _ = first_export(sqlite_loop)
    sqlite_loop.run_until_quiet()
    sqlite_loop.modify(first, second, 500_000)
    sqlite_loop.send()
    sqlite_loop.accept()
    sqlite_loop.desk.faults.arm("edit_between", times=-1)
    sqlite_loop.run_until_quiet()
    assert sqlite_loop.budget.phase == Phase.EXPORT_FAILED.value
    messages = sqlite_loop.requests("export_budget")[-1].messages
    assert "The provided edit sequence is out-of-date." in messages[0]
    assert "Close the estimate on every QuickBooks computer" in messages[-1]


def test_an_open_dialog_ends_the_session_and_burns_no_other_request(sqlite_loop):
    first_export(sqlite_loop)
    sqlite_loop.desk.faults.arm("modal_dialog")
    outcome = sqlite_loop.desk.run()
    assert outcome.ended == "error"
    assert "Close the dialog that is open in QuickBooks" in outcome.message
    assert "Close the dialog" in sqlite_loop.connection.last_problem
    assert [request.retries for request in sqlite_loop.requests() if request.state == "queued"] == [1]
    sqlite_loop.later()
    sqlite_loop.run_until_quiet()
    assert_held_once(sqlite_loop, *FIRST)
    assert sqlite_loop.connection.last_problem == ""


def test_a_wrong_company_gets_nothing(sqlite_loop):
    first_export(sqlite_loop)
    sqlite_loop.desk.faults.arm("wrong_company")
    outcome = sqlite_loop.desk.run()
    assert outcome.ended == "error"
    assert "Another company file is open: Halden Family Ranch. Open Halden & Rowe Builders" in outcome.message
    assert outcome.exchanges == 0
    assert "Halden Family Ranch" in sqlite_loop.connection.last_problem
    assert sqlite_loop.connection.company["name"] == "Halden & Rowe Builders"
    sqlite_loop.later()
    sqlite_loop.run_until_quiet()
    assert_held_once(sqlite_loop, *FIRST)


def test_a_closed_company_is_told_with_advice(sqlite_loop):
    first_export(sqlite_loop)
    sqlite_loop.desk.faults.arm("company_closed", times=3)
    outcome = sqlite_loop.desk.run()
    assert outcome.ended == "closed"
    assert "Open the company file in QuickBooks" in sqlite_loop.connection.last_problem
    sqlite_loop.later()
    sqlite_loop.run_until_quiet()
    assert_held_once(sqlite_loop, *FIRST)


def test_estimates_switched_off_fail_the_export_in_quickbooks_own_words(sqlite_loop):
    first_export(sqlite_loop)
    sqlite_loop.desk.faults.arm("estimates_off")
    sqlite_loop.desk.run()
    assert sqlite_loop.budget.phase == Phase.EXPORT_FAILED.value
    (request,) = sqlite_loop.requests("export_budget")
    assert (
        "This feature is not enabled or not available in this version of QuickBooks." in request.messages[0]
    )
    assert "Preferences > Jobs & Estimates" in request.messages[-1]


def test_blind_re_sending_does_double(blind_loop):
    """If this fails, the tests of lost answers above prove nothing."""
    first_export(blind_loop)
    blind_loop.desk.faults.arm("answer_lost", match="EstimateAddRq")
    blind_loop.run_until_quiet()
    assert len(blind_loop.desk.estimates()) > 1
