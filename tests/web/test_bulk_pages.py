"""Several budgets at once in the browser: ticking, what would happen, deciding, what became of each."""

import re

import pytest
from sqlalchemy import func, select

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget, BudgetTouch
from portal.db.exchange import ErpRequest
from portal.db.mails import Mail
from portal.db.transactions import reader, transaction
from tests import factories
from tests.people import AKI, DANA, KAREN, TOM, VERA
from tests.seen import plain, read
from tests.submitted import accept, send, sent

NAMES = ("Maple St 116", "Harbor Point", "Newtown Apartments")
BULK = "/erp/budgets/bulk"
_INPUT = re.compile(r"<input [^>]*>")


@pytest.fixture
def ids(sqlite_app, world):
    """The submissions' row numbers; the projects have the same ones."""
    with sqlite_app.app_context():
        return [sent(send(world, name, str(number))).id for number, name in enumerate(NAMES)]


@pytest.fixture
def aki(sqlite_app, ids):
    return factories.client_for(sqlite_app, AKI)


def confirm(client, ids):
    return client.get(BULK, query_string={"submission": ids})


def form_of(page, *cautions):
    """What the page's form would send, with the cautions of these submissions ticked."""
    found = []
    for tag in _INPUT.findall(page.partition("<main")[2]):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given["type"] == "hidden" or "checked" in tag:
            found.append((given["name"], given["value"]))
    found += [(f"caution-{key}", "yes") for key in cautions]
    return {name: [value for other, value in found if other == name] for name, _ in found}


def rows_of(answer):
    return re.findall(r'<tr id="outcome-(\d+)">.*?</svg>([^<]+)</span>', answer.text, re.DOTALL)


def phases(app):
    with app.app_context():
        return list(reader().scalars(select(Budget.phase).order_by(Budget.id)))


def test_an_approver_ticks_rows_on_the_list_and_others_have_nothing_to_tick(sqlite_app, aki, ids):
    page = aki.get("/erp/budgets").text
    assert re.findall(r'name="submission" value="(\d+)"', page) == [str(key) for key in ids]
    assert "Decide the ticked" in page
    for person in (TOM, VERA):
        seen = factories.client_for(sqlite_app, person).get("/erp/budgets").text
        assert 'name="submission"' not in seen
        assert "Decide the ticked" not in seen


def test_the_next_page_shows_what_would_happen_to_each(aki, ids):
    page = plain(confirm(aki, ids).text)
    for name in NAMES:
        assert f"{name} Smith:{name}, QuickBooks Desktop Submission 1, first export 25,250.00 all new" in page
        assert f"Two amounts are written to Smith:{name} in QuickBooks Desktop." in page
    assert page.count("First export of this budget.") == 3
    assert "Accept and export the ticked" in page


def test_nothing_is_decided_by_looking(sqlite_app, aki, ids):
    confirm(aki, ids)
    assert phases(sqlite_app) == ["sent"] * 3


def test_accepted_row_by_row_with_a_result_for_each(sqlite_app, aki, ids):
    form = form_of(confirm(aki, ids).text, ids[0], ids[2])
    answer = aki.post(f"{BULK}/accept", data=form)
    assert answer.status_code == 200
    assert [word for _, word in rows_of(answer)] == ["Accepted", "Refused", "Accepted"]
    assert "Tick the box: the first export of a budget cannot be taken back." in plain(answer.text)
    assert "2 of 3 decided as you asked" in plain(answer.text)
    assert f'href="{BULK}?submission={ids[1]}"' in answer.text
    assert phases(sqlite_app) == ["exporting", "sent", "exporting"]


def test_loading_the_result_again_shows_the_same_and_orders_nothing(sqlite_app, aki, ids):
    form = form_of(confirm(aki, ids).text, *ids)
    first, second = (aki.post(f"{BULK}/accept", data=form) for _press in range(2))
    assert rows_of(first) == rows_of(second) == [(str(key), "Accepted") for key in ids]
    with sqlite_app.app_context():
        assert reader().scalar(select(func.count()).select_from(ErpRequest)) == 3


def test_rejected_with_one_reason_and_one_mail_each(sqlite_app, aki, ids):
    form = form_of(confirm(aki, ids).text) | {"reason": "Over the contract sum."}
    for _press in range(2):
        assert [word for _, word in rows_of(aki.post(f"{BULK}/reject", data=form))] == ["Rejected"] * 3
    with sqlite_app.app_context():
        mails = reader().scalars(select(Mail).where(Mail.kind == "rejection")).all()
    assert len(mails) == 3
    assert all("Over the contract sum." in mail.text for mail in mails)


def test_a_missing_reason_leaves_what_was_ticked_and_written(aki, ids):
    form = form_of(confirm(aki, ids).text, ids[1])
    del form["submission"][0]
    answer = aki.post(f"{BULK}/reject", data=form | {"reason": "no"})
    assert answer.status_code == 422
    assert "Write a reason of 3 to 500 characters" in answer.text
    kept = form_of(answer.text)
    assert kept["submission"] == [str(key) for key in ids[1:]]
    assert kept["row"] == [str(key) for key in ids]
    assert kept[f"caution-{ids[1]}"] == ["yes"]
    assert ">no</textarea>" in answer.text


def test_with_nothing_ticked_nothing_is_decided(sqlite_app, aki, ids):
    form = form_of(confirm(aki, ids).text, *ids)
    del form["submission"]
    answer = aki.post(f"{BULK}/accept", data=form)
    assert answer.status_code == 422
    assert "Tick at least one budget" in answer.text
    assert phases(sqlite_app) == ["sent"] * 3


def test_closed_rows_say_why_and_are_not_offered(sqlite_app, world, aki, ids):
    with sqlite_app.app_context():
        accept(world, 2, KAREN)
    page = confirm(aki, ids).text
    assert "Cannot be decided. Karen Boyle accepted it today" in plain(page)
    form = form_of(page, *ids)
    assert form["submission"] == form["acceptable"] == form["rejectable"] == [str(ids[0]), str(ids[2])]


def test_who_was_faster_is_told(sqlite_app, world, aki, ids):
    form = form_of(confirm(aki, ids).text, *ids)
    with sqlite_app.app_context():
        accept(world, 1, KAREN)
    answer = aki.post(f"{BULK}/accept", data=form)
    assert [word for _, word in rows_of(answer)] == ["Decided meanwhile", "Accepted", "Accepted"]
    assert "Karen Boyle accepted it today" in plain(answer.text)


def test_a_row_the_page_did_not_offer_is_not_taken(sqlite_app, aki, ids):
    form = form_of(confirm(aki, ids[:1]).text, *ids)
    form["submission"] += [str(ids[1]), "x", "9" * 30]
    answer = aki.post(f"{BULK}/accept", data=form)
    assert rows_of(answer) == [(str(ids[0]), "Accepted"), (str(ids[1]), "Left out")]
    assert phases(sqlite_app) == ["exporting", "sent", "sent"]


def test_a_ticked_row_that_four_eyes_close_is_left_out_with_its_sentence(sqlite_app, world, aki, ids):
    with sqlite_app.app_context(), transaction() as session:
        revision = session.get_one(Budget, 1).revision
        session.add(BudgetTouch(budget_id=1, revision=revision, person_id=world.id_of(AKI)))
    page = confirm(aki, ids)
    assert "Can only be rejected. You locked or edited this revision" in plain(page.text)
    answer = aki.post(f"{BULK}/accept", data=form_of(page.text, *ids))
    assert [word for _, word in rows_of(answer)] == ["Accepted", "Accepted", "Left out"]
    assert "You locked or edited this revision, so another approver must accept it." in plain(answer.text)
    with sqlite_app.app_context():
        assert reader().scalar(select(func.count()).where(AuditEvent.outcome == "denied")) == 0


@pytest.mark.parametrize("query", ["", "submission=99999", "submission=x", "submission=" + "9" * 40])
def test_an_empty_choice_says_what_to_do(aki, query):
    assert "Tick the budgets to decide" in read(aki, f"{BULK}?{query}")


@pytest.mark.parametrize("person", [DANA, TOM, VERA], ids=lambda person: person.name)
def test_only_approvers_come_here(sqlite_app, ids, person):
    client = factories.client_for(sqlite_app, person)
    assert confirm(client, ids).status_code == 403
    given = {
        "csrf_token": client.csrf,
        "submission": ids,
        "acceptable": ids,
        "rejectable": ids,
        "reason": "Because.",
    }
    for act in ("accept", "reject"):
        assert client.post(f"{BULK}/{act}", data=given).status_code == 403
    assert phases(sqlite_app) == ["sent"] * 3
