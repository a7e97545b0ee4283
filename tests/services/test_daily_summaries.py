"""The daily summary: once per person and date, at the company's hour, and only while something waits for them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.db.company import Company
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import Action
from portal.services.auditing.heads import head
from portal.services.mails import daily_summaries
from tests import factories
from tests.people import AKI, DANA, KAREN
from tests.services.test_exchange_races import at_once
from tests.submitted import accept, send

TUESDAY = datetime(2026, 6, 9, 22, 0, tzinfo=UTC)
"""17:00 in Chicago."""
WEDNESDAY_SIX = datetime(2026, 6, 10, 11, 0, tzinfo=UTC)
"""06:00 in Chicago."""


@pytest.fixture
def world(plain_app):
    """A portal set up on Tuesday at 17:00, with one budget that Dana sent then."""
    with plain_app.app_context(), time_machine.travel(TUESDAY, tick=False):
        on_bell(lambda _bell: None)
        made = factories.furnish()
        made_project = send(made)
    with plain_app.app_context():
        yield made, made_project


def summaries():
    reader().rollback()
    rows = reader().query(Mail).filter_by(kind=daily_summaries.KIND).order_by(Mail.id)
    return [(row.to_address, row.subject) for row in rows]


def texts():
    reader().rollback()
    return {row.to_address: row for row in reader().query(Mail).filter_by(kind=daily_summaries.KIND)}


def at(moment, act=daily_summaries.summarize):
    with time_machine.travel(moment, tick=False):
        return act()


def change(model, row_id=None, **columns):
    with transaction() as session:
        row = session.get_one(model, row_id) if row_id else session.query(model).one()
        for name, value in columns.items():
            setattr(row, name, value)


def test_at_the_company_s_hour_each_approver_gets_one(world):
    assert at(WEDNESDAY_SIX - timedelta(seconds=1)) == 0
    assert at(WEDNESDAY_SIX) == 2
    assert at(WEDNESDAY_SIX + timedelta(minutes=1)) == 0
    subject = "ERP Integrations Daily Summary"
    assert summaries() == [(AKI.email, subject), (KAREN.email, subject)]


def test_it_lists_age_amount_on_whom_it_waits_a_link_and_the_audit_s_head(world):
    _, project = world
    at(WEDNESDAY_SIX)
    mail = texts()[AKI.email]
    last = head(reader())
    assert last.count > 0
    for word in (
        "1 budget waits for you",
        "Maple St 116",
        "25,250.00, first export",
        "Waiting 13 hours for you or Karen Boyle.",
        f"@@portal@@/erp/budgets/{project}/submissions/1",
        f"{last.count:,} entries",
        last.hash,
    ):
        assert word in mail.text, word
        assert word in mail.html, word
    assert "/approvals/" not in mail.text + mail.html
    assert "approval-link" not in mail.text + mail.html


def test_every_day_while_it_waits_and_none_when_it_is_decided(world):
    made, project = world
    assert at(WEDNESDAY_SIX) == 2
    assert at(WEDNESDAY_SIX + timedelta(days=1)) == 2
    accept(made, project)
    assert at(WEDNESDAY_SIX + timedelta(days=2)) == 0
    assert len(summaries()) == 4


def test_what_comes_after_the_hour_is_in_tomorrow_s(world):
    made, project = world
    accept(made, project)
    assert at(WEDNESDAY_SIX) == 0
    with time_machine.travel(WEDNESDAY_SIX + timedelta(hours=2), tick=False):
        send(made, "Elm St 9", "2026002")
        assert daily_summaries.summarize() == 0
    assert at(WEDNESDAY_SIX + timedelta(days=1)) == 2


def test_a_missed_hour_is_made_up_for_once_and_late(world):
    assert at(WEDNESDAY_SIX + timedelta(hours=9)) == 2
    assert at(WEDNESDAY_SIX + timedelta(hours=10)) == 0
    assert at(WEDNESDAY_SIX + timedelta(days=1)) == 2


def test_three_days_without_a_ticker_are_one_summary(world):
    assert at(WEDNESDAY_SIX + timedelta(days=3, hours=1)) == 2
    assert len(summaries()) == 2


def test_a_portal_set_up_after_the_hour_missed_nothing(world):
    assert at(TUESDAY + timedelta(minutes=5)) == 0


def test_another_hour_counts_from_the_next_day_on(world):
    assert at(WEDNESDAY_SIX) == 2
    change(Company, digest_hour=15)
    assert at(WEDNESDAY_SIX + timedelta(hours=9)) == 0
    assert at(WEDNESDAY_SIX + timedelta(days=1)) == 0
    assert at(WEDNESDAY_SIX + timedelta(days=1, hours=9)) == 2


@pytest.mark.parametrize("setting", [{"erp_digest": False}, {"approval_mail": "off"}, {"active": False}])
def test_who_wants_none_gets_none(world, setting):
    made, _ = world
    change(Person, made.id_of(AKI), **setting)
    assert at(WEDNESDAY_SIX) == 1
    assert summaries()[0][0] == KAREN.email


def test_who_chose_one_mail_a_day_gets_just_that(world):
    made, _ = world
    change(Person, made.id_of(AKI), approval_mail="daily")
    assert at(WEDNESDAY_SIX) == 2


def test_under_four_eyes_one_s_own_budget_does_not_wait_for_oneself(world):
    made, project = world
    with time_machine.travel(TUESDAY + timedelta(minutes=5), tick=False):
        factories.act(made, project, DANA, Action.RETRIEVE)
        change(Person, made.id_of(DANA), erp_level="standard", can_push=True)
        factories.act(made, project, DANA, Action.SEND, given="")
    assert at(WEDNESDAY_SIX) == 2
    assert DANA.email not in dict(summaries())
    assert "Dana Whitfield" not in texts()[AKI.email].text


def test_many_tickers_write_one_each(world, plain_app):
    with time_machine.travel(WEDNESDAY_SIX, tick=False):
        found, failed = at_once(plain_app, lambda _number: daily_summaries.summarize())
    assert failed == []
    assert sum(found) == 2
    assert len(summaries()) == 2


def test_without_the_mark_of_the_day_the_race_writes_more(world, plain_app, monkeypatch):
    """The positive control: what keeps several tickers apart is the day's mark under the company's lock."""
    monkeypatch.setattr(daily_summaries, "_is_due", lambda _company, _now: True)
    with time_machine.travel(WEDNESDAY_SIX, tick=False):
        found, _ = at_once(plain_app, lambda _number: daily_summaries.summarize())
    assert sum(found) > 2


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [
        ("2026-03-07", 6, datetime(2026, 3, 7, 12, tzinfo=UTC)),
        ("2026-03-08", 6, datetime(2026, 3, 8, 11, tzinfo=UTC)),
        ("2026-03-08", 2, datetime(2026, 3, 8, 8, tzinfo=UTC)),
        ("2026-11-01", 1, datetime(2026, 11, 1, 6, tzinfo=UTC)),
        ("2026-11-01", 6, datetime(2026, 11, 1, 12, tzinfo=UTC)),
    ],
)
def test_the_hour_on_the_days_when_clocks_change(day, hour, due):
    company = Company(timezone="America/Chicago", digest_hour=hour)
    noon = datetime.fromisoformat(f"{day}T18:00:00+00:00")
    assert daily_summaries.day_of(company, noon) == daily_summaries.Day(day, due)


def test_every_minute_of_the_night_when_clocks_go_back_sends_once(world):
    change(Company, digest_hour=1, digest_done="2026-10-31")
    begin = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    sent = [at(begin + timedelta(minutes=10 * step)) for step in range(24)]
    assert sum(sent) == 2
    assert sent.index(2) == 3, "06:00 UTC is the first 01:00 of that night"


def test_the_ticker_does_it():
    from portal.jobs import ticker  # noqa: PLC0415 - the floor above

    assert daily_summaries.summarize in ticker.DUTIES
