"""How many lost answers were settled by asking, and how many are still open."""

from portal.db.transactions import reader
from portal.erp.contract import Answer, Finished
from portal.services.exchange import exchange, lost_answers
from tests.services.scripted import NOTHING_READ


def counted(queue):
    reader().rollback()
    return lost_answers.count(reader(), queue.connection_id).words


def test_a_lost_answer_is_in_doubt_until_the_erp_was_asked(queue, vendor):
    queue.order()
    exchange.claim(queue.connection_id, "a")
    assert counted(queue) == "0 settled by asking first, 0 in doubt"
    exchange.claim(queue.connection_id, "b")
    assert counted(queue) == "0 settled by asking first, 1 in doubt"
    vendor.turns = [Finished(NOTHING_READ)]
    exchange.record_answer(queue.connection_id, "b", Answer(b"the stored answer"))
    assert counted(queue) == "1 settled by asking first, 0 in doubt"


def test_an_answer_that_came_at_once_is_no_lost_one(queue, vendor):
    queue.order()
    exchange.claim(queue.connection_id, "a")
    vendor.turns = [Finished(NOTHING_READ)]
    exchange.record_answer(queue.connection_id, "a", Answer(b"answer"))
    assert counted(queue) == "0 settled by asking first, 0 in doubt"
