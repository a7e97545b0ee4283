"""ERP Integrations in the browser: the lists with their numbers, and asking for job costs."""

import html
import re

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpRequest
from portal.db.transactions import transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services.erp_lists.erp_list_queries import PAGE
from portal.services.exchange.export_results import ExportedInput
from portal.services.transitions import perform
from tests import factories
from tests.people import AKI, DANA, RUTH, TOM, VERA
from tests.seen import plain, read
from tests.submitted import accept, send

QUICKBOOKS = machine("QuickBooks Desktop")
TABS = ("/erp/budgets", "/erp/jobs", "/erp/cost-codes", "/erp/job-costs", "/erp/budgets?show=synced")


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


COUNT = re.compile(r"(Ready to Export|Failed to Export|On the way|Synced) (\d+) budgets")


def numbers(page):
    return {name: int(count) for name, count in COUNT.findall(page)}


@pytest.mark.parametrize("path", TABS)
def test_every_tab_opens_and_says_what_to_do_when_it_is_empty(aki, path):
    page = aki.get(path)
    assert page.status_code == 200
    assert 'class="empty"' in page.text or 'class="notice' in page.text


@pytest.mark.parametrize("path", [*TABS, "/erp"])
def test_people_without_the_tool_see_nothing_of_it(sqlite_app, world, path):
    assert factories.client_for(sqlite_app, DANA).get(path).status_code == 403


def test_the_tool_opens_with_its_budgets(aki):
    assert aki.get("/erp").location == "/erp/budgets"


def test_each_budget_stands_in_the_list_of_its_phase(sqlite_app, world, aki):
    with sqlite_app.app_context():
        send(world, "Ready St", "1")
        accept(world, send(world, "Way St", "2"))
        failed = send(world, "Failed St", "3")
        accept(world, failed)
        fail(failed, 'QuickBooks refused the item "03-100".', "Map the code to another item, then retry.")
        synced = send(world, "Synced St", "4")
        accept(world, synced)
        sync(synced)
        factories.act(world, send(world, "Back St", "5"), DANA, Action.RETRIEVE)
    shown = {
        word: read(aki, f"/erp/budgets?show={word}")
        for word in ("ready-to-export", "failed-to-export", "on-the-way", "synced")
    }
    for word, name in zip(shown, ("Ready St", "Failed St", "Way St", "Synced St"), strict=True):
        assert [each for each in shown if name in shown[each]] == [word]
        assert numbers(shown[word]) == dict.fromkeys(
            ("Ready to Export", "Failed to Export", "On the way", "Synced"), 1
        )
        assert "Back St" not in shown[word]
    assert "First export 2 lines" in shown["ready-to-export"]
    assert "25,250.00 0.00 25,250.00 all new" in shown["ready-to-export"]
    assert "Dana Whitfield" in shown["ready-to-export"]
    assert 'QuickBooks refused the item "03-100".' in shown["failed-to-export"]
    assert "Map the code to another item, then retry." in shown["failed-to-export"]
    assert "Aki Sato: retry the export or reject it" in shown["failed-to-export"]
    assert "which has never called" in shown["on-the-way"]


def fail(project_id, *messages):
    budget_id = factories.budget_of(project_id).id
    with transaction() as session:
        request = session.scalars(select(ErpRequest).where(ErpRequest.project_id == project_id)).one()
        request.state, request.messages = "failed", list(messages)
        perform(Action.FAIL_EXPORT, QUICKBOOKS, budget_id, given=messages)


def sync(project_id):
    budget_id = factories.budget_of(project_id).id
    perform(Action.FINISH_EXPORT, QUICKBOOKS, budget_id, given=ExportedInput("5A-1"))
    perform(Action.CONFIRM_SYNC, QUICKBOOKS, budget_id, given={"checked": 2})


def test_a_long_list_comes_in_pages_that_miss_and_repeat_nothing(sqlite_app, world, aki):
    with sqlite_app.app_context():
        wanted = {f"Lot {number:02}" for number in range(PAGE + 3)}
        for number, name in enumerate(sorted(wanted)):
            send(world, name, str(number))
    first = aki.get("/erp/budgets")
    address = re.search(r'href="(/erp/budgets\?[^"]*after=[^"]+)"', first.text)[1]
    second = aki.get(html.unescape(address))
    found = [re.findall(r">(Lot \d\d)</a>", page.text) for page in (first, second)]
    assert [len(names) for names in found] == [PAGE, 3]
    assert {*found[0], *found[1]} == wanted
    assert found[0] == sorted(found[0])
    assert "after=" not in second.text
    assert "23 budgets" in plain(second.text)


@pytest.mark.parametrize("after", ["x", "9-", "-1", "9" * 40 + "-1", "1-" + "9" * 30, "٣-٣"])
def test_a_strange_address_shows_the_first_page(aki, after):
    assert aki.get(f"/erp/budgets?show=odd&after={after}").status_code == 200


def test_people_who_do_not_decide_are_told_whom_to_ask(sqlite_app, world):
    with sqlite_app.app_context():
        send(world)
    for person in (RUTH, TOM, VERA):
        page = read(factories.client_for(sqlite_app, person), "/erp/budgets")
        assert "Aki Sato or Karen Boyle can accept, reject and retry." in page


def test_job_costs_are_asked_for_once_the_erp_holds_the_budget(sqlite_app, world, aki):
    with sqlite_app.app_context():
        waits, holds = send(world, "Waits St", "1"), send(world, "Held St", "2")
        accept(world, holds)
        perform(Action.FINISH_EXPORT, QUICKBOOKS, factories.budget_of(holds).id, given=ExportedInput("5A-1"))
    page = aki.get("/erp/job-costs").text
    assert f"/erp/job-costs/{holds}/sync" in page
    assert f"/erp/job-costs/{waits}/sync" not in page
    assert "Not now: this budget waits for accounting." in plain(page)
    assert aki.post(f"/erp/job-costs/{holds}/sync", data={"csrf_token": aki.csrf}).status_code == 303
    assert aki.post(f"/erp/job-costs/{waits}/sync", data={"csrf_token": aki.csrf}).status_code == 409
    assert "asked for, waits for the next call" in read(aki, "/erp/job-costs")
