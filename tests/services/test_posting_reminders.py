"""The mail about exports that nobody posts: after two days, once a day, to who accepted it and the ERP admins."""

from datetime import timedelta

import pytest

from portal.db.budgets import Budget
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.services.mails import posting_reminders
from tests.people import AKI, KAREN, RUTH
from tests.sage_jobs import FIRST, GRID, SageJob, furnish


@pytest.fixture
def job(plain_app):
    with plain_app.app_context():
        job = SageJob(furnish())
        job.export(*FIRST)
        yield job


def age(job, **span):
    with transaction() as session:
        session.get_one(Budget, job.budget.id).phase_at -= timedelta(**span)


def mails():
    reader().rollback()
    return reader().query(Mail).filter_by(kind=posting_reminders.KIND).order_by(Mail.id).all()


def readers():
    return [reader().get_one(Person, mail.to_id).name for mail in mails()]


def test_a_fresh_export_reminds_nobody(job):
    age(job, days=1, hours=23)
    assert posting_reminders.remind() == 0
    assert mails() == []


def test_after_two_days_the_accepter_and_the_erp_admins_get_one_mail_each(job):
    age(job, days=2, hours=1)
    assert posting_reminders.remind() == 2
    assert readers() == [AKI.name, RUTH.name]
    (mail, _) = mails()
    assert mail.subject == "1 budget waits for posting in Sage 100 Contractor"
    for word in (
        "Newtown Apartments",
        "job 2019001",
        "6-2 Budget 2019001 B1-1.xlsx",
        "2 days",
        "/erp/to-post",
    ):
        assert word in mail.text, word
        assert word in mail.html, word


def test_again_only_after_a_day(job):
    age(job, days=3)
    assert posting_reminders.remind() == 2
    assert posting_reminders.remind() == 0
    with transaction() as session:
        for mail in session.query(Mail):
            mail.created_at -= timedelta(hours=24)
    assert posting_reminders.remind() == 2


def test_one_mail_tells_of_all_and_only_of_one_s_own(job):
    other = SageJob(job.world, "Elm St", "2019002")
    other.export(("03-100", "S", 700))
    with transaction() as session:
        budget = session.query(Budget).filter_by(project_id=other.project).one()
        budget.phase_at -= timedelta(days=4)
        session.get_one(Submission, budget.submission_id).decided_by = job.world.id_of(KAREN)
    age(job, days=3)
    assert posting_reminders.remind() == 3
    told = dict(zip(readers(), mails(), strict=True))
    assert told[RUTH.name].subject.startswith("2 budgets wait")
    assert "Elm St" not in told[AKI.name].text
    assert "Newtown Apartments" not in told[KAREN.name].text


def test_who_switched_mails_off_gets_none(job):
    with transaction() as session:
        session.get_one(Person, job.world.id_of(AKI)).approval_mail = "off"
    age(job, days=3)
    posting_reminders.remind()
    assert readers() == [RUTH.name]


def test_what_is_posted_reminds_nobody(job):
    age(job, days=3)
    job.sync(GRID)
    assert posting_reminders.remind() == 0


def test_the_ticker_does_it():
    from portal.jobs import ticker  # noqa: PLC0415 - the floor above

    assert posting_reminders.remind in ticker.DUTIES
