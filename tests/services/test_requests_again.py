"""Who is mailed on a first send, on a re-send, and instead of a sender who left."""

import pytest

from portal.db.budgets import Budget
from portal.db.company import Company
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action
from portal.services.budget_facts import read_facts
from portal.services.submissions.approvals import RejectInput
from tests import factories
from tests.people import AKI, DANA, KAREN, PRIYA, RUTH
from tests.sage_jobs import FIRST, GRID, SageJob
from tests.sage_jobs import furnish as furnish_sage
from tests.services.test_acknowledgements import EDITED, acknowledge, confirm
from tests.submitted import send, sent


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        on_bell(lambda _bell: None)
        yield factories.furnish()


@pytest.fixture
def job(plain_app):
    with plain_app.app_context():
        job = SageJob(furnish_sage())
        job.export(*FIRST)
        yield job


def mails(kind):
    reader().rollback()
    return list(reader().query(Mail).filter_by(kind=kind).order_by(Mail.id))


def to(kind):
    return [mail.to_address for mail in mails(kind)]


def reject(world, project):
    given = RejectInput(sent(project).id)
    factories.act(world, project, AKI, Action.REJECT, given=given, reason="Too low")


def send_again(world, project):
    factories.act(world, project, DANA, Action.LOCK)
    factories.act(world, project, DANA, Action.SEND, given="")


def keep(project, person_id):
    with transaction() as session:
        session.query(Budget).filter_by(project_id=project).one().keeper_id = person_id


def leave(world, person):
    with transaction() as session:
        session.get_one(Person, world.id_of(person)).active = False


@pytest.mark.parametrize(("switch", "mailed"), [(True, 4), (False, 2)])
def test_a_re_send_is_mailed_at_once_as_the_company_chose(world, switch, mailed):
    with transaction() as session:
        session.query(Company).one().mails_again = switch
    project = send(world)
    assert to("approval_request") == [AKI.email, KAREN.email]
    reject(world, project)
    send_again(world, project)
    assert len(to("approval_request")) == mailed


def test_who_took_over_gets_what_the_sender_would_get(world):
    project = send(world)
    keep(project, world.id_of(PRIYA))
    leave(world, DANA)
    reject(world, project)
    (mail,) = mails("rejection")
    assert mail.to_address == PRIYA.email
    assert "took this budget over from Dana Whitfield" in mail.text
    assert "the budget that Dana Whitfield sent" in mail.text


def test_a_second_person_is_asked_by_mail(job):
    job.post(EDITED)
    acknowledge(job)
    asked = mails("second_person")
    assert [mail.to_address for mail in asked] == [KAREN.email, RUTH.email]
    for word in (
        "Aki Sato takes the amount of",
        "as Sage 100 Contractor shows it",
        "120,000.00",
        "120,005.00",
        "+5.00",
        "Rounded up",
    ):
        assert word in asked[0].text, word
        assert word in asked[0].html, word
    assert f"@@portal@@/projects/{job.project}/differences" in asked[0].text


def test_the_notice_on_the_budget_names_the_acknowledged_difference(job):
    job.post(EDITED)
    assert "acknowledged" not in read_facts(reader(), job.budget).mismatch_sentence
    acknowledge(job)
    sentence = read_facts(reader(), job.budget).mismatch_sentence
    assert "1 of 3 amounts was changed by hand" in sentence
    assert "is acknowledged by Aki Sato and waits for a second person." in sentence


def test_who_wants_no_mails_is_not_asked(job):
    with transaction() as session:
        session.get_one(Person, job.world.id_of(KAREN)).approval_mail = "off"
    job.post(EDITED)
    acknowledge(job)
    assert to("second_person") == [RUTH.email]


def test_the_mail_after_it_names_the_acknowledged_difference(job):
    job.post(EDITED)
    confirm(job, acknowledge(job))
    (mail,) = mails("synced")
    assert "Newtown Apartments: your budget is open again" in mail.text
    assert "Differences that two people acknowledged" in mail.text
    for word in (
        "exported 120,000.00, found 120,005.00",
        "Acknowledged by Aki Sato and Karen Boyle",
        "Rounded",
    ):
        assert word in mail.text, word
        assert word in mail.html, word


def test_without_one_it_names_none(job):
    job.post(GRID)
    (mail,) = mails("synced")
    assert "acknowledged" not in mail.text
    assert mail.subject == "Newtown Apartments is synced"


def test_the_reminder_waits_as_many_days_as_the_company_chose(job):
    from datetime import timedelta  # noqa: PLC0415 - for this test alone

    from portal.services.mails import posting_reminders  # noqa: PLC0415

    with transaction() as session:
        session.query(Company).one().reminder_days = 5
        session.query(Budget).one().phase_at -= timedelta(days=4)
    assert posting_reminders.remind() == 0
    with transaction() as session:
        session.query(Budget).one().phase_at -= timedelta(days=1, hours=1)
    assert posting_reminders.remind() == 2
    assert "Exported more than 5 days ago" in mails("awaiting_posting")[0].text
