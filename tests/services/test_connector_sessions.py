"""Sessions of a caller: who gets a ticket, what it opens, when it ends."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection
from portal.db.people import Throttle
from portal.db.transactions import reader, transaction
from portal.erp.contract import Answer, Finished, Refused, TryLater, Unanswered
from portal.services.exchange import connector_sessions as sessions
from tests.people import PHRASE
from tests.services.scripted import NOTHING_READ, ask, write

DONE = Finished(NOTHING_READ)
HOME = "127.0.0.1"


def knock(queue, password=PHRASE, address=HOME):
    return sessions.open_session(queue.connection().username, password, address)


def enter(queue):
    """A session whose company was recognised, with the first document taken."""
    ticket = knock(queue).ticket
    assert sessions.next_document(ticket, b"ours") is not None
    return ticket


def ticket_row():
    reader().rollback()
    return reader().query(ConnectorTicket).order_by(ConnectorTicket.id.desc()).first()


def age(**span):
    with transaction() as session:
        for row in session.query(ConnectorTicket):
            row.seen_at -= timedelta(**span)
            row.opened_at -= timedelta(**span)


def test_who_has_nothing_to_do_gets_no_ticket(queue):
    opening = knock(queue)
    assert (opening.ticket, opening.verdict) == ("", "nothing")
    assert queue.connection().last_contact_at is not None


def test_a_ticket_is_random_and_kept_as_a_hash_only(queue):
    queue.order()
    opening = knock(queue)
    assert len(opening.ticket) == 38
    assert opening.verdict == ""
    assert ticket_row().token_hash != opening.ticket
    assert opening.ticket not in str(vars(ticket_row()))


def test_the_connection_names_the_company_file(queue):
    queue.order()
    with transaction() as session:
        session.get_one(ErpConnection, queue.connection_id).settings = {"company_file": "C:\\a.qbw"}
    assert knock(queue).company_file == "C:\\a.qbw"


@pytest.mark.parametrize("name", ["nobody", "", "x" * 5000])
def test_unknown_names_and_wrong_passwords_are_refused_alike(queue, name):
    queue.order()
    assert sessions.open_session(name, PHRASE, HOME).verdict == "refused"
    assert knock(queue, "wrong").verdict == "refused"
    assert knock(queue, "").verdict == "refused"


def test_guessing_is_slowed_down_for_the_guesser_only(queue):
    queue.order()
    for _ in range(sessions.FREE_TRIES):
        assert knock(queue, "guess", "203.0.113.9").verdict == "refused"
    assert knock(queue, PHRASE, "203.0.113.9").verdict == "refused"
    assert knock(queue).ticket
    with transaction() as session:
        for row in session.query(Throttle):
            row.closed_until = clock.now() - timedelta(seconds=1)
    age(seconds=30)
    assert knock(queue, PHRASE, "203.0.113.9").ticket


def test_a_living_session_makes_the_next_caller_wait_and_a_dead_one_is_replaced(queue):
    queue.order()
    old = knock(queue).ticket
    assert knock(queue).verdict == "busy"
    age(seconds=25)
    new = knock(queue).ticket
    assert new
    assert sessions.next_document(old, b"ours") is None
    assert sessions.last_error(old) == "A newer session has taken over. Start the update again."
    assert sessions.take_answer(old, Answer(b"late")) == sessions.FAILED
    assert sessions.next_document(new, b"ours") is not None


def test_a_paused_connection_has_nothing_to_do(queue):
    queue.order()
    queue.pause()
    assert knock(queue).verdict == "nothing"


def test_a_whole_session(queue, vendor):
    queue.order()
    queue.order()
    vendor.turns = [ask("more"), DONE, DONE]
    ticket = enter(queue)
    assert sessions.take_answer(ticket, Answer(b"1")) == 1
    assert sessions.next_document(ticket, b"") == b"more/"
    assert sessions.take_answer(ticket, Answer(b"2")) == 50
    assert sessions.next_document(ticket, b"").startswith(b"write/")
    assert sessions.take_answer(ticket, Answer(b"3")) == 99
    assert sessions.next_document(ticket, b"").startswith(b"clear/")
    assert sessions.take_answer(ticket, Answer(b"forgotten")) == 99
    assert sessions.next_document(ticket, b"").startswith(b"clear/")
    assert sessions.take_answer(ticket, Answer(b"forgotten")) == 100
    assert sessions.next_document(ticket, b"") is None
    assert sessions.last_error(ticket) == ""
    assert sessions.close(ticket) == "OK: 2 requests done."
    assert sessions.close(ticket) == "OK: 2 requests done."
    assert sessions.next_document(ticket, b"ours") is None
    assert queue.states() == ["succeeded"] * 3


def test_the_company_is_recognised_before_anything_is_handed_out(queue):
    queue.order()
    ticket = knock(queue).ticket
    assert sessions.next_document(ticket, b"theirs") is None
    assert sessions.last_error(ticket) == "Another company is open."
    assert queue.connection().last_problem == "Another company is open."
    assert queue.states() == []
    assert queue.connection().company == {}


def test_a_caller_that_does_not_introduce_itself_is_asked(queue, vendor):
    queue.order()
    vendor.turns = [DONE]
    ticket = knock(queue).ticket
    assert sessions.next_document(ticket, b"") == b"who are you"
    assert sessions.take_answer(ticket, Answer(b"ours")) == 1
    assert queue.connection().company == {"name": "ours"}
    assert sessions.next_document(ticket, b"").startswith(b"write/")
    assert sessions.take_answer(ticket, Answer(b"x")) == 99


def test_a_stranger_who_was_asked_is_shown_the_door(queue):
    queue.order()
    ticket = knock(queue).ticket
    sessions.next_document(ticket, b"")
    assert sessions.take_answer(ticket, Answer(b"theirs")) == sessions.FAILED
    assert sessions.last_error(ticket) == "Another company is open."


@pytest.mark.parametrize(
    ("turn", "code", "progress", "problem"),
    [
        (TryLater(("Close the dialog.",)), "80040414", sessions.FAILED, "Close the dialog."),
        (TryLater(("In use.",)), "", sessions.DONE - 1, ""),
        (Refused(("Bad document.",)), "80040400", sessions.DONE - 1, ""),
        (Refused(("No such job.",)), "", sessions.DONE - 1, ""),
        (Unanswered(("Unreadable.",)), "", sessions.FAILED, "Unreadable."),
        (Unanswered(("Unknown error.",)), "80040402", sessions.FAILED, "Unknown error."),
    ],
)
def test_trouble_of_the_connection_ends_the_session_and_a_bad_request_does_not(
    queue, vendor, turn, code, progress, problem
):
    queue.order()
    vendor.turns = [turn]
    ticket = enter(queue)
    assert sessions.take_answer(ticket, Answer(b"", code, "text")) == progress
    assert sessions.last_error(ticket) == problem
    assert queue.connection().last_problem == problem
    assert sessions.close(ticket) == (
        problem or f"OK: {int(progress == 99)} request{'' if progress == 99 else 's'} done."
    )


def test_unknown_tickets_are_answered_as_the_protocol_asks(queue):
    assert sessions.next_document("{nobody}", b"ours") is None
    assert sessions.take_answer("{nobody}", Answer(b"")) == sessions.FAILED
    assert "unknown to the portal" in sessions.last_error("{nobody}")
    assert sessions.close("{nobody}") == "OK"
    sessions.note_trouble("{nobody}", "x")
    assert not sessions.is_living("{nobody}")


def test_a_session_ends_by_itself_after_half_a_day(queue):
    queue.order()
    ticket = enter(queue)
    assert sessions.is_living(ticket)
    age(hours=13)
    assert not sessions.is_living(ticket)
    assert sessions.take_answer(ticket, Answer(b"x")) == sessions.FAILED


def test_trouble_before_the_first_document_stands_on_the_connection(queue):
    queue.order()
    ticket = knock(queue).ticket
    sessions.note_trouble(ticket, "QuickBooks is not running.")
    assert queue.connection().last_problem == "QuickBooks is not running."
    assert sessions.last_error(ticket) == "QuickBooks is not running."
    assert not sessions.is_living(ticket)
    assert queue.states() == []


def test_a_recognised_company_clears_the_last_problem(queue):
    queue.order()
    with transaction() as session:
        session.get_one(ErpConnection, queue.connection_id).last_problem = "old"
    enter(queue)
    assert queue.connection().last_problem == ""


def test_a_long_session_stays_alive_by_its_calls(queue, vendor):
    queue.order()
    vendor.turns = [write("b"), write("c")]
    ticket = enter(queue)
    age(seconds=25)
    sessions.take_answer(ticket, Answer(b"1"))
    assert clock.now() - ticket_row().seen_at < timedelta(seconds=10)
    assert knock(queue).verdict == "busy"
