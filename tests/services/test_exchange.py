"""The durable queue, turn by turn: what is handed out, to whom, and what an answer does."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.db.exchange import ErpRecord
from portal.db.transactions import reader
from portal.domain.vocabulary import RequestState
from portal.erp.contract import (
    Answer,
    Finished,
    ListsRead,
    NeedsPerson,
    Record,
    Refused,
    TryLater,
    Unanswered,
)
from portal.services.exchange import exchange, open_steps
from tests.services.scripted import NOTHING_READ, ask, write

DONE = Finished(NOTHING_READ)


def claim(queue, owner="a"):
    return exchange.claim(queue.connection_id, owner)


def answer(queue, owner="a", body=b"answer", **more):
    return exchange.record_answer(queue.connection_id, owner, Answer(body, **more))


def test_planning_twice_makes_one_step(queue):
    request = queue.order()
    exchange.plan(request)
    exchange.plan(request)
    assert exchange.plan_due() == 0
    assert queue.states() == ["queued"]


def test_the_sweep_plans_what_no_bell_announced_but_nothing_that_pauses_or_is_over(queue):
    first, second, third = queue.order(), queue.order(), queue.order()
    queue.change(second, not_before=clock.now() + timedelta(minutes=5))
    queue.change(third, state="failed")
    assert exchange.plan_due() == 1
    assert [step.request_id for step in queue.steps()] == [first]


def test_planning_what_does_not_exist_does_nothing(queue):
    exchange.plan(4711)
    assert queue.steps() == []


def test_nothing_due_hands_out_nothing(queue):
    assert claim(queue) is None


def test_a_document_is_stored_before_it_leaves_and_its_bytes_are_those_that_leave(queue):
    request = queue.order()
    exchange.plan(request)
    (stored,) = queue.steps()
    handed = claim(queue)
    assert handed.body == stored.body == b"write/" + stored.wire_id.encode()
    assert not handed.asks
    assert len(stored.wire_id) <= 23
    assert queue.states() == ["handed_out"]
    assert queue.request(request).state == "handed_out"
    assert queue.steps()[0].lease_owner == "a"


def test_an_unplanned_request_is_planned_when_it_is_claimed(queue):
    queue.order()
    assert claim(queue).body.startswith(b"write/")


def test_requests_leave_in_the_order_in_which_they_came(queue, vendor):
    first, second = queue.order(), queue.order()
    vendor.turns = [DONE, DONE]
    assert queue.steps() == []
    claim(queue)
    assert answer(queue).state is RequestState.SUCCEEDED
    claim(queue)
    assert answer(queue).state is RequestState.SUCCEEDED
    assert [queue.request(each).state for each in (first, second)] == ["succeeded", "succeeded"]
    assert [step.request_id for step in queue.steps()] == [first, second]


def test_answer_and_next_step_are_one_transaction(queue, vendor):
    request = queue.order()
    vendor.turns = [ask("more", {"page": 2})]
    claim(queue)
    assert answer(queue, body=b"first answer").state is RequestState.QUEUED
    done, following = queue.steps()
    assert (done.state, done.answer, done.lease_owner) == ("succeeded", b"first answer", None)
    assert (following.state, following.position, following.name) == ("queued", 2, "more")
    assert following.wire_id is None
    assert queue.request(request).memory == {"page": 2}
    vendor.turns = [DONE]
    claim(queue)
    answer(queue)
    assert vendor.heard[1][:2] == ("more", {"page": 2})
    assert queue.request(request).memory == {}
    assert queue.request(request).finished_at is not None


def test_only_who_holds_the_step_may_answer(queue):
    queue.order()
    claim(queue, "a")
    assert answer(queue, "b") is None
    assert answer(queue, "") is None
    assert queue.states() == ["handed_out"]


def test_a_late_answer_of_an_older_session_is_refused(queue, vendor):
    queue.order()
    claim(queue, "old")
    asked = claim(queue, "new")
    assert asked.asks
    assert answer(queue, "old") is None
    assert queue.states() == ["in_doubt"]
    vendor.turns = [DONE]
    assert answer(queue, "new").state is RequestState.SUCCEEDED
    assert answer(queue, "new") is None


def test_a_paused_connection_hands_out_nothing(queue):
    queue.order()
    queue.pause()
    assert claim(queue) is None
    queue.pause(paused=False)
    assert claim(queue) is not None


def test_a_refusal_ends_the_request_and_lets_the_next_pass(queue, vendor):
    first, second = queue.order(), queue.order()
    vendor.turns = [Refused(("No such job.", "Map it again."))]
    claim(queue)
    assert answer(queue).messages == ("No such job.", "Map it again.")
    assert queue.request(first).messages == ["No such job.", "Map it again."]
    assert claim(queue) is not None
    assert queue.request(second).state == "handed_out"


def test_a_refusal_while_planning_lets_the_next_pass_in_the_same_call(queue, vendor):
    first, second = queue.order(), queue.order()
    vendor.first = [Refused(("No account was chosen.",)), write()]
    assert claim(queue) is not None
    assert queue.request(first).state == "failed"
    assert queue.request(second).state == "handed_out"


def test_a_document_that_our_own_check_refuses_never_leaves(queue, vendor):
    request = queue.order()
    vendor.refuses = True
    assert claim(queue) is None
    assert queue.request(request).state == "failed"
    assert "line 3 holds a colon" in queue.request(request).messages[0]
    assert queue.steps() == []


def test_not_now_pauses_longer_each_time_and_then_fails(queue, vendor):
    request = queue.order()
    waits = []
    for tries in range(1, 5):
        asked = clock.now()
        vendor.turns = [TryLater(("In use.",))]
        claim(queue)
        answer(queue)
        row = queue.request(request)
        assert (row.state, row.retries, row.messages) == ("queued", tries, ["In use."])
        waits.append(round((row.not_before - asked).total_seconds() / 60))
        assert claim(queue) is None
        queue.let_pass(hours=2)
    vendor.turns = [TryLater(("In use.",))]
    claim(queue)
    answer(queue)
    assert waits == [1, 5, 15, 60]
    assert queue.request(request).state == "failed"
    assert len({step.wire_id for step in queue.steps(request)}) == 5
    assert [step.attempt for step in queue.steps(request)] == [1, 2, 3, 4, 5]


def test_while_one_request_pauses_the_others_pass(queue, vendor):
    first, second = queue.order(), queue.order()
    vendor.turns = [TryLater(("In use.",)), DONE]
    claim(queue)
    answer(queue)
    claim(queue)
    answer(queue)
    assert queue.request(first).state == "queued"
    assert queue.request(second).state == "succeeded"
    assert claim(queue) is None


def test_getting_on_with_a_writing_step_begins_the_count_anew(queue, vendor):
    request = queue.order()
    vendor.turns = [TryLater(("In use.",)), write("second")]
    claim(queue)
    answer(queue)
    queue.let_pass(minutes=2)
    claim(queue)
    answer(queue)
    assert queue.request(request).retries == 0


def test_what_needs_a_person_stands_on_the_connection_and_lets_the_next_pass(queue, vendor):
    first, second = queue.order(), queue.order()
    vendor.turns = [NeedsPerson(("Status 9001.", "Report this."))]
    claim(queue)
    answer(queue)
    assert queue.request(first).state == "needs_person"
    assert queue.states() == ["needs_person"]
    assert queue.connection().last_problem == "Status 9001. Report this."
    claim(queue)
    assert queue.request(second).state == "handed_out"


@pytest.mark.parametrize("place", ["start", "proceed", "unknown kind"])
def test_a_defect_of_ours_needs_a_person_and_lets_the_next_pass(queue, vendor, place, caplog):
    first = queue.order(kind="no_such_kind" if place == "unknown kind" else "read_lists")
    second = queue.order()
    if place == "start":
        vendor.first = [KeyError("oops"), write()]
    if place == "proceed":
        vendor.turns = [KeyError("oops")]
        claim(queue)
        answer(queue)
    handed = claim(queue)
    assert handed is not None
    assert queue.request(first).state == "needs_person"
    assert "Tell your administrator the number" in queue.request(first).messages[0]
    assert queue.request(second).state == "handed_out"
    assert "needs a person" in caplog.text


def test_a_result_that_our_records_refuse_is_undone_as_a_whole(queue, vendor, caplog):
    request = queue.order()
    broken = Record("job", "8-1", None, "x")
    vendor.turns = [Finished(ListsRead((Record("job", "7-1", "Good", "Good"), broken)))]
    claim(queue)
    answer(queue, body=b"the lists")
    assert queue.request(request).state == "needs_person"
    assert queue.steps()[0].answer == b"the lists"
    assert reader().query(ErpRecord).count() == 0
    assert queue.connection().last_lists_at is None


def test_a_busy_database_is_no_verdict(queue, vendor):
    request = queue.order()
    vendor.turns = [OperationalError("select", {}, Exception("database is locked"))]
    claim(queue)
    with pytest.raises(OperationalError):
        answer(queue)
    assert queue.request(request).state == "handed_out"


def test_an_unreadable_answer_to_the_beginning_needs_a_person(queue, vendor):
    request = queue.order()
    vendor.first = [Unanswered(("?",))]
    assert claim(queue) is None
    assert queue.request(request).state == "needs_person"


def test_progress_counts_what_may_go_and_what_is_out(queue, vendor):
    def count():
        reader().rollback()
        return open_steps.count_due(reader(), queue.connection_id)

    assert count() == 0
    assert not open_steps.is_anything_due(reader(), queue.connection_id)
    queue.order()
    queue.order()
    assert count() == 2
    claim(queue)
    assert count() == 2
    vendor.turns = [TryLater(("In use.",))]
    answer(queue)
    assert count() == 1
    vendor.turns = [DONE]
    claim(queue)
    assert open_steps.is_anything_due(reader(), queue.connection_id)
    answer(queue)
    assert count() == 0


def test_an_answered_writing_step_is_forgotten_once_and_others_never(queue, vendor):
    queue.order()
    assert exchange.forget(queue.connection_id) is None
    vendor.turns = [ask("look"), DONE]
    claim(queue)
    assert exchange.forget(queue.connection_id) is None
    answer(queue)
    wire_id = queue.steps()[0].wire_id
    assert exchange.forget(queue.connection_id) == b"clear/" + wire_id.encode()
    assert exchange.forget(queue.connection_id) is None
    claim(queue)
    answer(queue)
    assert exchange.forget(queue.connection_id) is None


def test_many_requests_that_end_while_planned_do_not_hold_a_caller_up(queue, vendor):
    for _ in range(exchange.AT_ONCE + 1):
        queue.order()
    vendor.first = [Refused(("no",))]
    assert claim(queue) is None
    assert queue.steps() == []
    assert exchange.plan_due() == 1
