"""From Send to accepted, as it happens: outbox, job, SMTP, mail, link, sign-in, review, decision."""

import re
from dataclasses import replace

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select

from portal.db.exchange import ErpRequest
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services.submissions.approvals import RejectInput
from portal.services.transitions import perform
from tests import factories
from tests.people import AKI, DANA, KAREN, PHRASE
from tests.submitted import accept, send, sent


@pytest.fixture
def portal(make_app, sqlite_settings, mail_sink):
    app = make_app(replace(sqlite_settings, smtp_port=mail_sink.port))
    with app.app_context():
        app.world = factories.furnish()
    return app


def work(app):
    """Do the mail jobs that the bells announced, as a worker would."""
    settings = app.extensions["portal_settings"]
    with Redis.from_url(settings.redis_url) as redis, app.app_context():
        queue = Queue("mail", connection=redis, serializer=JSONSerializer)
        worker = SimpleWorker([queue], connection=redis, serializer=JSONSerializer)
        worker.work(burst=True, logging_level="ERROR")


def test_from_send_to_accepted(portal, mail_sink):
    with portal.app_context():
        project_id = send(portal.world)
    work(portal)
    requests = {caught.recipients[0]: caught for caught in mail_sink.mails}
    assert set(requests) == {AKI.email, KAREN.email}
    caught = requests[AKI.email]
    assert caught.subject == "Maple St 116 waits for your decision: 25,250.00"
    assert "You or Karen Boyle can accept or reject it." in caught.text
    assert "Please look at footings." in caught.text
    assert caught.headers["Message-ID"]
    link = re.search(r"http://localhost(/approvals/\S+)", caught.text)[1]

    browser = portal.test_client()
    form = browser.get(link, follow_redirects=True)
    given = {"email": AKI.email, "phrase": PHRASE, "next": link, "csrf_token": factories.csrf_of(form.text)}
    review = browser.post("/sign-in", data=given, follow_redirects=True)
    assert review.request.path == f"/erp/budgets/{project_id}/submissions/1"
    assert "You or Karen Boyle must act." in review.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', review.text))
    answer = browser.post(
        f"{review.request.path}/accept", data={**fields, "caution": "yes"}, follow_redirects=True
    )
    assert "Accepted. The export is on its way." in answer.text
    with portal.app_context():
        assert factories.budget_of(project_id).phase == "exporting"
        assert sent(project_id).decided_by == portal.world.id_of(AKI)


def test_people_who_want_one_mail_a_day_get_none_at_once(portal, mail_sink):
    with portal.app_context():
        with transaction() as session:
            for row in session.scalars(select(Person).where(Person.email == KAREN.email)):
                row.approval_mail = "daily"
        send(portal.world)
    work(portal)
    assert [caught.recipients for caught in mail_sink.mails] == [(AKI.email,)]
    assert "You or Karen Boyle can accept" in mail_sink.mails[0].text


def test_a_sender_who_is_approver_gets_no_request_for_his_own_budget(portal, mail_sink):
    with portal.app_context():
        with transaction() as session:
            row = session.get_one(Person, portal.world.id_of(DANA))
            row.erp_level, row.can_push = "standard", True
        send(portal.world)
    work(portal)
    assert {caught.recipients[0] for caught in mail_sink.mails} == {AKI.email, KAREN.email}


def test_a_rejection_reaches_the_sender_with_reason_and_remarks(portal, mail_sink):
    with portal.app_context():
        project_id = send(portal.world)
        line_id = reader().connection().exec_driver_sql("SELECT max(id) FROM budget_lines").scalar()
        given = RejectInput(sent(project_id).id, ((line_id, "Is this per cubic yard?"),))
        factories.act(
            portal.world, project_id, AKI, Action.REJECT, given=given, reason="Footings <are> too low & thin."
        )
    work(portal)
    caught = next(each for each in mail_sink.mails if each.recipients == (DANA.email,))
    assert caught.subject == "Maple St 116 came back from accounting"
    assert "Aki Sato rejected the budget that you sent" in caught.text
    assert "Footings <are> too low & thin." in caught.text
    assert "Footings &lt;are&gt; too low &amp; thin." in caught.html
    assert "03-100 Footings" in caught.text
    assert "Is this per cubic yard?" in caught.text


def test_a_failed_export_is_told_to_who_accepted_and_who_sent(portal, mail_sink):
    with portal.app_context():
        project_id = send(portal.world)
        accept(portal.world, project_id)
        words = 'There is an invalid reference to QuickBooks Item "03-100" in the Estimate line.'
        with transaction() as session:
            session.scalars(select(ErpRequest)).one().messages = [words]
            perform(
                Action.FAIL_EXPORT, machine("QuickBooks"), factories.budget_of(project_id).id, given=(words,)
            )
    work(portal)
    failed = {each.recipients[0]: each for each in mail_sink.mails if "not exported" in each.subject}
    assert set(failed) == {AKI.email, DANA.email}
    assert all(words in each.text for each in failed.values())
    assert f"/erp/budgets/{project_id}/submissions/1" in failed[AKI.email].text
    assert f"/projects/{project_id}/budget" in failed[DANA.email].text


def test_a_project_name_adds_no_header(portal, mail_sink):
    with portal.app_context():
        send(portal.world, name="Maple\r\nBcc: thief@example.com")
    work(portal)
    for caught in mail_sink.mails:
        assert "Bcc" not in caught.headers
        assert caught.subject.startswith("Maple Bcc: thief@example.com waits")
        assert len(caught.recipients) == 1


def test_what_people_write_is_no_placeholder(portal, mail_sink):
    with portal.app_context():
        project_id = send(portal.world)
        given = RejectInput(sent(project_id).id)
        reason = "See @@approval-link@@ for more."
        factories.act(portal.world, project_id, AKI, Action.REJECT, given=given, reason=reason)
    work(portal)
    caught = next(each for each in mail_sink.mails if each.recipients == (DANA.email,))
    assert "/approvals/" not in caught.text
    with portal.app_context():
        assert reader().scalars(select(Mail).where(Mail.sent_at.is_not(None))).first()
