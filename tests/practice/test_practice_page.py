"""The desk's page: what can be seen and entered there, what scripts can do, and who is kept out."""

import pytest
from lxml import html

from portal.practice.quickbooks.faults import Faults
from portal.practice.quickbooks.logs import Log
from portal.practice.quickbooks.page import create_app
from portal.practice.quickbooks.schedules import WebConnector
from tests.practice.bodies import JOB, MAPLE_LINES, estimate
from tests.practice.soap_services import Service, qwc_text

PAGES = ["/", "/lists", "/enter", "/job-costs", "/faults"]


@pytest.fixture
def connector(company, tmp_path):
    return WebConnector(company, Faults(tmp_path / "desk.sqlite"), Log(), tmp_path / "portal.qwc", "words")


@pytest.fixture
def client(connector):
    return create_app(connector).test_client()


@pytest.fixture
def added(ask, maple):
    return ask(estimate(*MAPLE_LINES))[0][0].findtext("TxnID")


def snapshot(client):
    return client.get("/api/company").get_json()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_a_strict_policy(client, added, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    page = html.fromstring(answer.data)
    assert page.xpath("//script | //@style | //@onclick") == []
    assert len(page.xpath("//h1")) == 1
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        assert field.get("aria-label") or field.xpath("ancestor::label"), html.tostring(field)


def test_the_style_sheet_is_a_file(client):
    answer = client.get("/static/desk.css", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")


def test_an_estimate_is_edited_as_a_user_would(client, added):
    before = client.get(f"/api/estimates?job={JOB}").get_json()[0]
    line = before["lines"][0]["txn_line_id"]
    assert (
        client.post(f"/estimates/{added}/lines", data={"line": line, "amount": "19,000.00"}).status_code
        == 303
    )
    client.post(f"/estimates/{added}/lines", data={"item": "02-220", "amount": "10", "description": "Extra"})
    after = client.get(f"/api/estimates?job={JOB}").get_json()[0]
    assert [one["amount"] for one in after["lines"]] == ["19000.00", "7250.00", "10.00"]
    assert after["subtotal"] == "26260.00"
    assert int(after["edit_sequence"]) > int(before["edit_sequence"])
    page = client.get(f"/estimates/{added}").get_data(as_text=True)
    assert "26,260.00" in page
    assert "Extra" in page


def test_a_refusal_is_shown_in_words(client, added):
    answer = client.post(f"/estimates/{added}/lines", data={"amount": "a lot"}, follow_redirects=True)
    assert "&#34;a lot&#34; is no amount." in answer.get_data(as_text=True)
    answer = client.post("/customers", data={"name": "Smith"}, follow_redirects=True)
    assert "of the list element is already in use." in answer.get_data(as_text=True)
    assert client.get("/estimates/none").status_code == 404


def test_forms_enter_bills_time_and_journals(client, maple):
    common = {"job": JOB, "amount": "12.50"}
    client.post(
        "/bills", data={**common, "vendor": "Orozco Electric", "item": "01-100", "account": "Checking"}
    )
    client.post("/bills", data={**common, "vendor": "Orozco Electric", "account": "Job Materials"})
    client.post(
        "/times", data={"job": JOB, "worker": "Ben Okafor", "item": "02-220", "hours": "2", "rate": "50"}
    )
    client.post("/journal-entries", data={**common, "account": "Job Labor", "credit_account": "Checking"})
    rows = client.get(f"/api/job-costs?job={JOB}").get_json()
    assert [(row["item"], row["cost"]) for row in rows] == [
        ("01-100", "12.50"),
        ("02-220", "100.00"),
        ("", "25.00"),
    ]
    page = client.get(f"/job-costs?job={JOB}").get_data(as_text=True)
    assert page.count("No item") >= 3


def test_items_go_inactive_and_back(client, maple):
    found = next(one for one in snapshot(client)["items"] if one["full_name"] == "01-100")
    client.post(f"/items/{found['list_id']}", data={"is_active": "false"})
    assert [one["is_active"] for one in snapshot(client)["items"] if one["full_name"] == "01-100"] == [False]
    client.post(f"/api/items/{found['list_id']}", json={"is_active": True})
    assert [one["is_active"] for one in snapshot(client)["items"] if one["full_name"] == "01-100"] == [True]


def test_scripts_do_the_same_by_json(client, added):
    made = client.post(
        "/api/bills", json={"vendor": "Orozco Electric", "job": JOB, "item": "01-100", "amount": "5"}
    )
    assert made.status_code == 201
    assert client.delete(f"/api/transactions/{made.get_json()['txn_id']}").status_code == 204
    assert [one["txn_id"] for one in snapshot(client)["deleted"]] == [made.get_json()["txn_id"]]
    assert (
        client.post(
            "/api/times",
            json={"job": JOB, "worker": "Ben Okafor", "item": "Cleanup", "hours": "1", "rate": "1"},
        ).status_code
        == 201
    )
    journal = {"job": JOB, "account": "Job Labor", "credit_account": "Checking", "amount": "1"}
    assert client.post("/api/journal-entries", json=journal).status_code == 201
    assert client.post("/api/customers", json={"name": "Elm St 4", "parent": "Smith"}).status_code == 201
    changed = client.post(f"/api/estimates/{added}/lines", json={"item": "01-100", "amount": "1"})
    assert changed.get_json()["edit_sequence"].isdecimal()
    assert client.post("/api/settings", json={"IsUsingEstimates": False}).status_code == 200
    assert snapshot(client)["settings"]["IsUsingEstimates"] == "false"


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/api/bills", {"vendor": "Nobody", "job": JOB, "account": "Job Materials", "amount": "1"}, 409),
        ("/api/bills", {"vendor": "Orozco Electric"}, 400),
        ("/api/bills", ["no", "object"], 400),
        ("/api/faults", {"name": "flood"}, 409),
        ("/api/settings", {"CompanyName": "Mine"}, 409),
        ("/api/estimates/none/lines", {"amount": "1"}, 409),
        ("/api/items/none", {"is_active": "true"}, 409),
        ("/api/times", {"job": JOB, "worker": "x", "item": "x", "hours": "many", "rate": "1"}, 409),
    ],
)
def test_scripts_are_told_what_is_wrong(client, path, content, status):
    answer = client.post(path, json=content)
    assert (answer.status_code, bool(answer.get_json()["error"])) == (status, True)


def test_faults_are_armed_on_the_page_and_by_json(client, connector):
    client.post("/faults", data={"name": "slow", "times": "2", "value": "1.5"})
    client.post("/api/faults", json={"name": "modal_dialog", "match": "EstimateAdd"})
    armed = client.get("/api/faults").get_json()["armed"]
    assert [(one["name"], one["times"], one["value"], one["match"]) for one in armed] == [
        ("modal_dialog", 1, "", "EstimateAdd"),
        ("slow", 2, "1.5", ""),
    ]
    assert "2 more" in client.get("/faults").get_data(as_text=True)
    assert client.delete("/api/faults").status_code == 204
    assert connector.faults.armed() == []


def test_update_selected(client, tmp_path):
    assert client.post("/api/update-selected").get_json()["message"].startswith("No application")
    service = Service(authenticate=["t", "none"])
    try:
        (tmp_path / "portal.qwc").write_text(qwc_text(service.url))
        found = client.post("/api/update-selected").get_json()
        assert (found["ended"], found["is_ok"]) == ("nothing", True)
        assert any("QBWC1009" in line for line in found["log"])
        page = client.post("/update-selected", follow_redirects=True).get_data(as_text=True)
        assert "Budget Portal" in page
        assert "every 300 seconds" in page
    finally:
        service.close()
    (tmp_path / "portal.qwc").write_text("<nonsense/>")
    assert "must be QBWCXML" in client.get("/").get_data(as_text=True)
    assert client.post("/api/update-selected").get_json()["ended"] == "error"


@pytest.mark.parametrize(
    "path", ["/faults", "/bills", "/api/faults", "/update-selected", "/api/update-selected"]
)
def test_other_sites_cannot_post_here(client, path):
    for headers in (
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post(path, headers=headers).status_code == 403
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/faults", data={"name": "slow", "times": "0"}, headers=own).status_code == 303


def test_it_answers_to_its_own_name_only(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8003"}).status_code == 200
