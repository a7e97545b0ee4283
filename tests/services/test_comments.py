"""The conversation about a submission: who may write, who is told, what is kept, when it is over."""

import pytest
from sqlalchemy import func, select

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.submissions import SubmissionComment
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError, NotFoundError
from portal.services.submissions import comments, conversations
from portal.services.submissions.approvals import RejectInput
from portal.services.submissions.frozen_copies import seal
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, PRIYA, TOM, VERA
from tests.submitted import accept, send, sent


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


@pytest.fixture
def project_id(world):
    return send(world)


def write(world, project_id, person, text, number=1):
    return comments.write(world.actor(person, project_id), project_id, number, text)


def told(text):
    """Who got the mail with this message, by name."""
    rows = reader().execute(
        select(Person.name)
        .join(Mail, Mail.to_id == Person.id)
        .where(Mail.kind == "comment", Mail.text.contains(text))
    )
    return sorted(name for (name,) in rows)


def change(world, person, **columns):
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(Person, world.id_of(person)), name, value)


def test_a_question_goes_to_the_sender_and_the_answer_to_who_asked(world, project_id):
    write(world, project_id, AKI, "Is this the full claim?")
    write(world, project_id, DANA, "It is all of it.")
    assert told("Is this the full claim?") == ["Dana Whitfield"]
    assert told("It is all of it.") == ["Aki Sato"]


def test_everybody_who_wrote_before_stays_in_it_but_never_the_writer(world, project_id):
    write(world, project_id, AKI, "First question")
    write(world, project_id, KAREN, "Second question")
    write(world, project_id, LUIS, "An answer to both")
    assert told("Second question") == ["Aki Sato", "Dana Whitfield"]
    assert told("An answer to both") == ["Aki Sato", "Dana Whitfield", "Karen Boyle"]


def test_a_word_from_the_project_before_anybody_asked_goes_to_those_who_may_decide(world, project_id):
    write(world, project_id, DANA, "Please look at footings first.")
    assert told("Please look at footings first.") == ["Aki Sato", "Karen Boyle"]


def test_once_decided_such_a_word_goes_to_who_decided(world, project_id):
    accept(world, project_id, KAREN)
    write(world, project_id, DANA, "Thank you for footings.")
    assert told("Thank you for footings.") == ["Karen Boyle"]


def test_the_keeper_is_told_and_whoever_left_is_not(world, project_id):
    with transaction() as session:
        session.scalars(select(Budget)).one().keeper_id = world.id_of(PRIYA)
    change(world, DANA, active=False)
    write(world, project_id, AKI, "Who keeps this now?")
    assert told("Who keeps this now?") == ["Priya Raman"]


def test_whoever_may_no_longer_see_the_budget_is_not_told(world, project_id):
    write(world, project_id, KAREN, "A first question")
    change(world, KAREN, erp_level="none", can_push=False)
    write(world, project_id, DANA, "The answer to it")
    assert "Karen Boyle" not in told("The answer to it")


def test_the_mail_leads_approvers_to_the_review_and_others_to_the_budget(world, project_id):
    write(world, project_id, AKI, "One\n<b>two</b>")
    write(world, project_id, DANA, "An answer")
    mails = {mail.to_id: mail for mail in reader().scalars(select(Mail).where(Mail.kind == "comment"))}
    assert f"/projects/{project_id}/budget/conversation" in mails[world.id_of(DANA)].text
    assert f"/erp/budgets/{project_id}/submissions/1" in mails[world.id_of(AKI)].text
    assert "One\n<b>two</b>" in mails[world.id_of(DANA)].text
    assert "&lt;b&gt;two&lt;/b&gt;" in mails[world.id_of(DANA)].html


def test_an_auditor_reads_and_cannot_write(world, project_id):
    write(world, project_id, AKI, "Visible to the auditor")
    with pytest.raises(Denied):
        write(world, project_id, VERA, "I say")
    talk = conversations.of_budget(reader(), world.actor(VERA, project_id), project_id)[0]
    assert [message.text for message in talk.messages] == ["Visible to the auditor"]
    assert not talk.may_write


def test_who_may_look_may_write(world, project_id):
    write(world, project_id, TOM, "From the directory")
    talk = conversations.of_budget(reader(), world.actor(TOM, project_id), project_id)[0]
    assert talk.may_write


@pytest.mark.parametrize("text", ["", "   \r\n ", "x" * 1_001, "\x00\x07"])
def test_empty_and_too_long_messages_are_not_kept(world, project_id, text):
    with pytest.raises(InputError) as refused:
        write(world, project_id, AKI, text)
    assert refused.value.field == "text"
    assert reader().scalar(select(func.count()).select_from(SubmissionComment)) == 0


def test_a_thousand_characters_and_line_ends_are_kept(world, project_id):
    write(world, project_id, AKI, "ä" * 1_000)
    write(world, project_id, AKI, " one\r\ntwo\x07 ")
    kept = list(reader().scalars(select(SubmissionComment.text).order_by(SubmissionComment.id)))
    assert kept == ["ä" * 1_000, "one\ntwo"]


def test_a_button_pressed_twice_is_one_message_and_one_mail(world, project_id):
    first = write(world, project_id, AKI, "Once only")
    assert write(world, project_id, AKI, " Once only ") == first
    assert told("Once only") == ["Dana Whitfield"]
    write(world, project_id, DANA, "An answer")
    assert write(world, project_id, AKI, "Once only") != first


def test_the_audit_keeps_who_wrote_and_a_seal_but_not_the_words(world, project_id):
    number = write(world, project_id, AKI, "Is this the full claim?")
    event = reader().scalars(select(AuditEvent).where(AuditEvent.action == "comment")).one()
    assert event.actor_name == "Aki Sato"
    assert event.detail == {
        "submission": 1,
        "note": "wrote",
        "message": number,
        "hash": seal("Is this the full claim?"),
    }


def test_it_stays_open_after_the_decision_and_closes_with_the_next_submission(world, project_id):
    given = RejectInput(sent(project_id).id)
    factories.act(world, project_id, AKI, Action.REJECT, given=given, reason="Footings are too low.")
    write(world, project_id, DANA, "By how much?")
    factories.act(world, project_id, DANA, Action.LOCK)
    factories.act(world, project_id, DANA, Action.SEND)
    with pytest.raises(Denied, match="submission 2 is now the current one"):
        write(world, project_id, AKI, "By 1,400.00.")
    write(world, project_id, AKI, "Now it fits.", 2)
    newest, older = conversations.of_budget(reader(), world.actor(DANA, project_id), project_id)
    assert (newest.number, newest.is_current, newest.how_many) == (2, True, "1 message")
    assert (older.number, older.may_write, [each.text for each in older.messages]) == (
        1,
        False,
        ["By how much?"],
    )


def test_there_is_no_conversation_about_what_was_never_sent(world):
    empty = factories.make_project(world, "Old Mill", "7")
    with pytest.raises(NotFoundError):
        write(world, empty, DANA, "Hello")
    assert conversations.of_budget(reader(), world.actor(DANA, empty), empty) == ()
