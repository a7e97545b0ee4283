"""Settings, Audit: who sees it, filters, older entries, words, the files, and the check of the chain."""

import csv
import io
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from portal import clock
from portal.db.transactions import reader, transaction
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit, transitions
from portal.services.auditing.heads import head
from portal.services.company import company_settings
from portal.services.people import privileges
from tests import factories
from tests.factories import client_for
from tests.people import AKI, DANA, LUIS, RUTH, VERA
from tests.submitted import accept, send

AUDIT = "/settings/audit"


@pytest.fixture
def vera(sqlite_app, world):
    return client_for(sqlite_app, VERA)


@pytest.fixture
def sent(sqlite_app, world):
    with sqlite_app.app_context():
        return send(world)


def rows_of(answer):
    return lxml.html.fromstring(answer.text).xpath("//tr[td/details]")


def said(answer):
    return [" ".join(row.text_content().split()) for row in rows_of(answer)]


def write(app, count, **note):
    with app.app_context():
        for number in range(count):
            with transaction() as session:
                subject = audit.Subject("company", number)
                audit.record(session, Action.CHANGE_COMPANY, CONSOLE, subject, audit.Note(**note))


def test_an_auditor_and_an_administrator_see_it_and_nobody_else(sqlite_app, world):
    for person, status in ((VERA, 200), (RUTH, 200), (DANA, 403), (AKI, 403)):
        client = client_for(sqlite_app, person)
        for path in ("", "/verify", "/audit.csv", "/evidence"):
            assert client.get(f"{AUDIT}{path}").status_code == status, (person.name, path)


def test_entries_are_words_and_open_to_what_was_noted(vera, sent):
    (first, *_) = rows_of(vera.get(AUDIT))
    cells = [" ".join(cell.text_content().split()) for cell in first.xpath("./td")]
    assert cells[1] == "Dana Whitfield"
    assert first.xpath("string(.//summary)").strip() == "Send to ERPLocked → Waiting for accounting"
    assert cells[3] == "Maple St 116"
    terms = dict(zip(first.xpath(".//dt/text()"), first.xpath(".//dd/text()"), strict=True))
    assert (terms["Before"], terms["After"]) == ("Locked", "Waiting for accounting")
    assert terms["Entry"].startswith("5, hash ")


def test_refused_acts_stand_there_too(sqlite_app, world, vera, sent):
    with sqlite_app.app_context(), pytest.raises(Exception, match="needs"):
        transitions.perform(Action.ACCEPT, world.actor(DANA, sent), factories.budget_of(sent).id)
    (row,) = said(vera.get(f"{AUDIT}?outcome=denied"))
    assert "refused" in row
    assert len(said(vera.get(f"{AUDIT}?outcome=done"))) == 5


def test_filters_by_person_action_project_and_day(sqlite_app, world, vera, sent):
    with sqlite_app.app_context():
        accept(world, sent)
        send(world, "Oak Ave 9", "2026002")
    write(sqlite_app, 1)
    today = clock.now().date()
    counts = {
        "": 11,
        f"person={world.id_of(AKI)}": 1,
        "action=manage_own_sessions": 1,
        "person=machines": 1,
        "person=x": 0,
        "action=accept": 1,
        "action=nonsense": 11,
        "project=maple": 5,
        "project=2026002": 4,
        "project=%25": 0,
        f"from={today - timedelta(days=2)}": 11,
        f"to={today - timedelta(days=2)}": 0,
        f"from={today + timedelta(days=2)}": 0,
        "from=never&to=0020-01-01": 11,
        "action=send&project=oak&outcome=done": 1,
    }
    assert {query: len(said(vera.get(f"{AUDIT}?{query}"))) for query in counts} == counts
    assert "Nothing in the audit fits these filters" in vera.get(f"{AUDIT}?person=x").text


def test_a_day_is_counted_as_the_company_counts_it(sqlite_app, world, vera):
    """Halden & Rowe live in Chicago: 22 November ends there at 06:00 UTC of the 23rd."""
    write(sqlite_app, 2)
    with sqlite_app.app_context(), transaction() as session:
        late = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)
        session.execute(
            text("UPDATE audit_events SET at = :at WHERE sequence = 2"), {"at": f"{late:%F %T}.000000"}
        )
        late += timedelta(minutes=1)
        session.execute(
            text("UPDATE audit_events SET at = :at WHERE sequence = 2"), {"at": f"{late:%F %T}.000000"}
        )
    assert len(said(vera.get(f"{AUDIT}?person=machines&from=2026-11-22&to=2026-11-22"))) == 1
    assert len(said(vera.get(f"{AUDIT}?person=machines&from=2026-11-23&to=2026-11-23"))) == 1


def test_older_entries_come_fifty_at_a_time_with_and_without_scripts(sqlite_app, world, vera):
    write(sqlite_app, 120)
    first = vera.get(f"{AUDIT}?person=machines")
    page = lxml.html.fromstring(first.text)
    assert len(rows_of(first)) == 50
    (link,) = page.xpath("//tr[@id='audit-more']//a/@href")
    assert page.xpath("//tr[@id='audit-more']/@hx-get") == [link]
    assert "person=machines" in link
    second = vera.get(link)
    assert "<h1>" in second.text
    fragment = vera.get(link, headers={"HX-Request": "true"})
    assert "<h1>" not in fragment.text
    assert fragment.text.count("<details") == second.text.count('<details class="entry"') == 50
    (last,) = lxml.html.fromstring(second.text).xpath("//tr[@id='audit-more']//a/@href")
    third = vera.get(last)
    assert len(rows_of(third)) == 20
    assert "audit-more" not in third.text
    numbers = [
        row.xpath(".//dd[last()]/text()")[0].split(",")[0]
        for each in (first, second, third)
        for row in rows_of(each)
    ]
    assert numbers == [str(n) for n in range(121, 1, -1)]


def test_the_csv_holds_what_the_filters_ask_for_and_no_formula(sqlite_app, world, vera, sent):
    write(sqlite_app, 1, reason="=1+1", after="+x")
    answer = vera.get(f"{AUDIT}/audit.csv?person=machines")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-20')
    (heads, row) = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    line = dict(zip(heads, row, strict=True))
    assert (line["Who"], line["What"], line["Reason"], line["To"]) == (
        "Console", "Change company settings", "'=1+1", "'+x",
    )  # fmt: skip
    assert len(line["Hash"]) == 64
    assert len(vera.get(f"{AUDIT}/audit.csv").data.splitlines()) == 7


def test_the_page_shows_the_head_and_verifying_shows_every_break(sqlite_app, world, vera, sent):
    with sqlite_app.app_context():
        known = head(reader())
    page = vera.get(AUDIT).text
    assert known.short in page
    assert "5 entries" in page
    whole = vera.get(f"{AUDIT}/verify").text
    assert "Whole" in whole
    assert str(known) in whole
    with sqlite_app.app_context(), transaction() as session:
        session.execute(text("UPDATE audit_events SET actor_name = 'Nobody' WHERE sequence = 2"))
    broken = vera.get(f"{AUDIT}/verify").text
    assert "Broken" in broken
    assert "Entry 2, or the hash of entry 1, was changed after it was written, or put in." in broken


def evidence(client, first, last):
    answer = client.get(f"{AUDIT}/evidence?from={first}&to={last}")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def switch_four_eyes(app, world, *, on):
    with app.app_context():
        row = company_settings.of(company_settings.company(reader()))
        company_settings.change(
            world.actor(RUTH), type(row)(**{**{n: getattr(row, n) for n in row.__slots__}, "four_eyes": on})
        )


def test_the_evidence_of_a_period_holds_what_an_auditor_asks_for(sqlite_app, world, vera, sent):
    with sqlite_app.app_context():
        accept(world, sent)
        privileges.grant(world.actor(RUTH), world.id_of(LUIS), "month end")
    switch_four_eyes(sqlite_app, world, on=False)
    with sqlite_app.app_context():
        accept(world, send(world, "Oak Ave 9", "2026002"))
    switch_four_eyes(sqlite_app, world, on=True)
    today = clock.now().date()
    sheets = evidence(vera, today - timedelta(days=1), today + timedelta(days=1))
    assert list(sheets) == [
        "Summary", "Submissions", "Decisions", "Privilege changes", "Holders", "Four eyes off",
        "Accepted while off", "Audit entries", "Chain",
    ]  # fmt: skip
    summary = {row[0]: row[1] for row in sheets["Summary"]}
    with sqlite_app.app_context():
        known = head(reader())
    assert (summary["Audit chain"], summary["Head to compare"]) == ("whole", str(known))
    assert summary["Made"].endswith("by Vera Lindqvist")
    heads, maple, oak = sheets["Submissions"]
    line = dict(zip(heads, maple, strict=True))
    assert (line["Project"], line["ERP reference"], line["Sent by"], line["Decided by"]) == (
        "2026001", "B1-1", "Dana Whitfield", "Aki Sato",
    )  # fmt: skip
    assert (line["Change"], line["Decision"], len(line["Content hash"])) == (25250.0, "accepted", 64)
    assert oak[1] == "Oak Ave 9"
    assert [row[2] for row in sheets["Decisions"][1:]] == ["Aki Sato", "Aki Sato"]
    assert [row[1:5] for row in sheets["Privilege changes"][1:]] == [
        ["Luis Ortega", "given", "Ruth Adeyemi", "month end"]
    ]
    assert {(row[0], row[2]) for row in sheets["Holders"][1:]} == {
        ("end", "Aki Sato"), ("end", "Karen Boyle"), ("end", "Luis Ortega"),
    }  # fmt: skip
    ((since, off_by, until, on_by),) = sheets["Four eyes off"][1:]
    assert (off_by, on_by) == ("Ruth Adeyemi", "Ruth Adeyemi")
    assert since <= until
    ((own, *accepted),) = sheets["Accepted while off"][1:]
    assert (own, accepted[2], accepted[5]) == ("no", "Aki Sato", "Oak Ave 9")
    assert len(sheets["Audit entries"]) == known.count + 1
    assert sheets["Chain"] == [["Entry", "What does not hold"]]


def test_evidence_of_another_period_is_empty_and_tells_a_broken_chain(sqlite_app, world, vera, sent):
    with sqlite_app.app_context(), transaction() as session:
        session.execute(text("DELETE FROM audit_events WHERE sequence = 3"))
    sheets = evidence(vera, "2020-01-01", "2020-12-31")
    assert [len(sheets[name]) for name in ("Submissions", "Decisions", "Holders", "Audit entries")] == [1] * 4
    assert sheets["Summary"][5][1] == "BROKEN in 1 places, see the sheet Chain"
    assert sheets["Chain"][1] == [3.0, "Entry 3 is missing: it was deleted."]


def test_evidence_asks_for_two_days_in_order(vera):
    assert "First day" in vera.get(f"{AUDIT}/evidence").text
    for query, sentence in (
        ("from=&to=2026-01-01", "Choose the first day of the period."),
        ("from=2026-01-01&to=x", "Choose the last day of the period."),
        ("from=2026-01-02&to=2026-01-01", "Choose a last day that is not before the first one."),
        ("from=2016-01-01&to=2026-01-01", "Choose a period of two years at most."),
    ):
        answer = vera.get(f"{AUDIT}/evidence?{query}")
        assert (answer.status_code, sentence in answer.text) == (422, True)


def test_with_four_eyes_off_from_the_start_everything_accepted_is_listed(sqlite_app, vera_without):
    with sqlite_app.app_context():
        accept(vera_without[1], send(vera_without[1]))
    today = clock.now().date()
    sheets = evidence(vera_without[0], today, today + timedelta(days=1))
    assert sheets["Four eyes off"][1] == ["before the first entry", "", "still off", ""]
    assert len(sheets["Accepted while off"]) == 2


@pytest.fixture
def vera_without(sqlite_app):
    with sqlite_app.app_context():
        world = factories.furnish(four_eyes=False)
    return client_for(sqlite_app, VERA), world
