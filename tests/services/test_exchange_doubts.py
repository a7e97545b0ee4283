"""What left and was not answered: asked about, never sent blindly, never forgotten, and given up only when denied."""

import pytest

from portal.domain.vocabulary import RequestState
from portal.erp.contract import Answer, Finished, Unanswered, Unknown
from portal.services.exchange import attempts, exchange
from tests.services.scripted import NOTHING_READ, ask, write

DONE = Finished(NOTHING_READ)


def claim(queue, owner="a", **more):
    return exchange.claim(queue.connection_id, owner, **more)


def answer(queue, owner="a", body=b"answer", **more):
    return exchange.record_answer(queue.connection_id, owner, Answer(body, **more))


def test_a_writing_step_without_an_answer_is_asked_about_before_anything_else(queue):
    lost, other = queue.order(), queue.order()
    document = claim(queue, "a")
    question = claim(queue, "b")
    assert question.asks
    assert question.body == b"status/" + queue.steps(lost)[0].wire_id.encode()
    assert question.step_id == document.step_id
    assert queue.request(lost).state == "in_doubt"
    assert queue.request(lost).losses == 1
    assert queue.request(other).state == "queued"


def test_the_answer_to_the_question_says_so_to_the_connector(queue, vendor):
    queue.order()
    claim(queue, "a")
    claim(queue, "b")
    vendor.turns = [DONE]
    assert answer(queue, "b", body=b"the stored answer").state is RequestState.SUCCEEDED
    assert vendor.heard[0][2] == Answer(b"the stored answer", asked=True)
    assert queue.states() == ["succeeded"]


def test_an_unanswered_question_is_asked_again_for_as_long_as_it_takes(queue, vendor):
    request = queue.order()
    claim(queue, "first")
    for number in range(20):
        assert claim(queue, f"session {number}").asks
    assert queue.request(request).state == "in_doubt"
    assert queue.request(request).losses == 1
    assert len(queue.steps()) == 1


def test_what_the_erp_denies_begins_anew_under_another_wire_id(queue, vendor):
    request = queue.order()
    vendor.first = [ask("look")]
    vendor.turns = [write("add", {"seen": 1}), Unknown(), write("add"), DONE]
    claim(queue)
    answer(queue)
    claim(queue)
    claim(queue, "b")
    assert answer(queue, "b").state is RequestState.QUEUED
    assert queue.request(request).memory == {}
    assert claim(queue, "b").body.startswith(b"look")
    answer(queue, "b")
    claim(queue, "b")
    answer(queue, "b")
    names = [(step.name, step.state) for step in queue.steps()]
    assert names == [
        ("look", "succeeded"),
        ("add", "failed"),
        ("look", "succeeded"),
        ("add", "succeeded"),
    ]
    first, second = (step.wire_id for step in queue.steps() if step.mutates)
    assert first != second
    assert [step.position for step in queue.steps()] == [1, 2, 3, 4]


def test_a_reading_step_is_simply_sent_again(queue, vendor):
    request = queue.order()
    vendor.first = [ask()]
    claim(queue, "a")
    again = claim(queue, "b")
    assert (again.asks, again.body) == (False, b"ask/")
    assert [(step.attempt, step.state) for step in queue.steps()] == [(1, "failed"), (2, "handed_out")]
    vendor.turns = [DONE]
    assert answer(queue, "b").state is RequestState.SUCCEEDED
    assert queue.request(request).losses == 1


def test_a_reading_step_that_nobody_survives_is_set_aside(queue, vendor):
    poison, other = queue.order(), queue.order()
    vendor.first = [ask()]
    for number in range(attempts.MOST_LOSSES):
        assert claim(queue, str(number)) is not None
        assert queue.request(other).state == "queued"
    assert claim(queue, "next") is not None
    assert queue.request(poison).state == "failed"
    assert "never answered" in queue.request(poison).messages[0]
    assert queue.request(other).state == "handed_out"


def test_a_writing_step_is_given_up_only_when_the_erp_denies_it(queue, vendor):
    poison, other = queue.order(), queue.order()
    for number in range(attempts.MOST_LOSSES):
        assert not claim(queue, f"take {number}").asks
        assert claim(queue, f"ask {number}").asks
        assert queue.request(poison).state == "in_doubt"
        vendor.turns = [Unknown()]
        answer(queue, f"ask {number}")
    assert queue.request(poison).state == "failed"
    assert queue.request(other).state == "queued"
    assert len({step.wire_id for step in queue.steps(poison)}) == attempts.MOST_LOSSES


def test_an_answer_that_cannot_be_read_leaves_the_step_in_doubt(queue, vendor):
    request = queue.order()
    vendor.turns = [Unanswered(("The answer could not be read.",))]
    claim(queue)
    recorded = answer(queue, body=b"<garbage")
    assert recorded.state is RequestState.IN_DOUBT
    assert recorded.messages == ("The answer could not be read.",)
    assert queue.steps()[0].answer == b"<garbage"
    assert queue.request(request).losses == 1
    assert claim(queue).asks
    vendor.turns = [Unanswered(("Again.",))]
    answer(queue)
    assert queue.request(request).losses == 1
    assert claim(queue).asks


def test_blind_re_sending_sends_the_same_content_again_at_once(queue, vendor):
    """The positive control of the portal (`PORTAL_UNSAFE_RESEND`)."""
    queue.order()
    claim(queue, "a")
    again = claim(queue, "b", ask_first=False)
    assert not again.asks
    first, second = queue.steps()
    assert (first.content, first.state) == (second.content, "failed")
    assert first.wire_id != second.wire_id


def test_a_paused_connection_still_knows_what_is_in_doubt(queue):
    request = queue.order()
    claim(queue)
    queue.pause()
    assert claim(queue, "b") is None
    assert queue.request(request).state == "in_doubt"
    queue.pause(paused=False)
    assert claim(queue, "b").asks


LOSSES = attempts.MOST_LOSSES


@pytest.mark.parametrize(
    ("losses", "mutates", "ends"),
    [
        (0, False, False),
        (LOSSES - 2, False, False),
        (LOSSES - 1, False, True),
        (LOSSES + 5, False, True),
        (0, True, False),
        (LOSSES - 1, True, False),
        (LOSSES + 5, True, False),
    ],
)
def test_the_edge_of_giving_up_a_lost_document(queue, vendor, losses, mutates, ends):
    """Lost once more after so many losses: a reading one ends, a writing one never without being asked about."""
    request = queue.order()
    vendor.first = [write() if mutates else ask()]
    claim(queue, "a")
    queue.change(request, losses=losses)
    handed = claim(queue, "b")
    assert (queue.request(request).state == "failed") is ends
    assert (handed is None) is ends
    if mutates:
        assert handed.asks


def test_a_batch_of_many_lost_requests_comes_to_rest_once_each(sqlite_queue, vendor):
    queue = sqlite_queue
    requests = [queue.order() for _ in range(30)]
    ran = []
    lose = set(range(0, 60, 7))
    number = 0
    while True:
        handed = claim(queue, f"session {number}")
        if handed is None:
            break
        if not handed.asks and handed.body not in ran:
            ran.append(handed.body)
        if number not in lose:
            known = handed.asks is False or any(
                body.endswith(handed.body.removeprefix(b"status/")) for body in ran
            )
            vendor.turns = [DONE if known else Unknown()]
            answer(queue, f"session {number}")
        number += 1
        assert number < 200
    assert len(ran) == len(requests)
    assert {queue.request(each).state for each in requests} == {"succeeded"}
