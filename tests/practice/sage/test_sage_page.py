"""The accountant's page: what can be seen and done there, and who is kept out."""

import io

import pytest
from lxml import html

from tests.practice.sage.sheet_texts import EXAMPLE, HARBOR, NEWTOWN, sheet

JOB = f"/jobs/{NEWTOWN}"
PAGES = ["/", JOB, f"/jobs/{HARBOR}", f"/jobs/{HARBOR}/costs", "/lists", "/posted", "/faults"]


def text(client, path):
    return client.get(path).get_data(as_text=True)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_a_strict_policy(client, desk, path):
    (desk.folder / "a.csv").write_text(sheet(*EXAMPLE, reference="B7-2"), newline="")
    (desk.folder / "b.csv").write_text("nonsense")
    desk.import_sheet(text=sheet(*EXAMPLE))
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    page = html.fromstring(answer.data)
    assert page.xpath("//script | //@style | //@onclick") == []
    assert len(page.xpath("//h1")) == 1
    for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert field.get("aria-label") or field.xpath("ancestor::label"), html.tostring(field)


def test_the_style_sheet_is_a_file(client):
    answer = client.get("/static/desk.css", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")


def test_an_accountant_imports_posts_and_looks(client, desk, grid):
    (desk.folder / "6-2.csv").write_text(sheet(*EXAMPLE), newline="")
    assert "195,750.50" in text(client, "/")
    assert client.post("/sheets", data={"name": "6-2.csv"}).status_code == 303
    assert "imported, not posted" in text(client, "/")
    page = html.fromstring(text(client, JOB))
    assert page.xpath("//input[@name='set_budget']/@checked")
    assert "This job has no budget yet." in page.text_content()
    client.post(f"{JOB}/post-entries", data={"set_budget": "true"})
    assert grid()["has_originals"]
    assert "120,000.00" in text(client, JOB)
    assert "Post Entries" not in text(client, JOB)
    assert "2010.000 Subcontract: 0.00 to 120,000.00" in " ".join(text(client, "/posted").split())
    refused = client.post("/sheets", data={"name": "6-2.csv"}, follow_redirects=True)
    assert "This sheet was imported before: reference B7-1" in refused.get_data(as_text=True)


def test_without_the_tick_originals_stay_zero_until_set_budget(client, grid):
    client.post("/sheets", data={"text": sheet(*EXAMPLE)})
    client.post(f"{JOB}/post-entries", data={})
    assert not grid()["has_originals"]
    client.post(f"{JOB}/set-budget")
    assert grid()["has_originals"]


def test_a_sheet_can_be_uploaded_and_its_window_closed(client, grid):
    upload = (io.BytesIO(sheet(*EXAMPLE).encode("utf-8-sig")), "sheet.csv")
    client.post("/sheets", data={"file": upload}, content_type="multipart/form-data")
    assert len(grid()["windows"]) == 1
    client.post(f"{JOB}/discard")
    assert grid()["windows"] == []
    wrong = (io.BytesIO(b"\xff\xfe\x00"), "sheet.xlsx")
    answer = client.post(
        "/sheets", data={"file": wrong}, content_type="multipart/form-data", follow_redirects=True
    )
    assert "not written in UTF-8" in answer.get_data(as_text=True)


def test_forms_enter_costs_change_orders_and_lists(client, grid):
    client.post(f"{JOB}/costs", data={"code": "3100.000", "type": "1", "amount": "12.50", "vendor": "101"})
    assert "Cascade Ready Mix" in text(client, f"{JOB}/costs")
    record = client.get(f"/api/job-costs?job={NEWTOWN}").get_json()[0]["record"]
    client.post(f"{JOB}/costs/{record}/void")
    assert client.get(f"/api/job-costs?job={NEWTOWN}").get_json()[0]["is_void"]
    client.post(f"{JOB}/change-orders", data={"code": "2010", "type": "4", "amount": "10"})
    client.post(f"{JOB}/grid", data={"code": "2010", "type": "4", "amount": "99"})
    client.post(f"{JOB}/lock", data={"is_locked": "true"})
    found = grid()
    assert (found["change_orders"][0]["amount"], found["rows"][0]["total"]) == ("10.00", "99.00")
    assert found["rows"][0]["is_locked"]
    client.post("/jobs", data={"number": "31", "name": "Shed", "status": "3"})
    client.post("/phases", data={"job": "31", "phase": "2", "name": "Roof"})
    client.post("/cost-codes", data={"code": "7000", "name": "Tiles"})
    client.post("/cost-codes/7210.000", data={"is_active": "false"})
    company = client.get("/api/company").get_json()
    assert company["jobs"][0]["phases"] == [{"number": 2, "name": "Roof"}]
    assert {one["code"]: one["is_active"] for one in company["cost_codes"]}.items() >= {
        ("7000.000", True),
        ("7210.000", False),
    }
    refused = client.post("/jobs", data={"number": "31", "name": "Again"}, follow_redirects=True)
    assert "Job number 31 is already in use." in refused.get_data(as_text=True)


def test_faults_are_armed_on_the_page(client, desk, grid):
    client.post("/faults", data={"name": "never_posted", "times": "-1"})
    assert "until cleared" in text(client, "/faults")
    answer = client.post("/faults", data={"name": "never_posted", "times": "x"}, follow_redirects=True)
    assert answer.status_code == 200
    happen = {"name": "edited_by_hand", "job": str(HARBOR), "phase": "1", "code": "2010", "type": "4"}
    client.post("/faults/at-once", data={**happen, "amount": "1.00"})
    assert grid(HARBOR)["rows"][1]["current"]["4"] == "1.00"
    answer = client.post("/faults/at-once", data=happen, follow_redirects=True)
    assert "Fill in job, phase, code, type, amount." in answer.get_data(as_text=True)
    answer = client.post("/faults/at-once", data={"name": "flood"}, follow_redirects=True)
    assert "There is no fault" in answer.get_data(as_text=True)


def test_what_is_not_there_is_not_found(client):
    assert [client.get(path).status_code for path in ("/jobs/9", "/jobs/9/costs", "/jobs/x")] == [404] * 3


@pytest.mark.parametrize("path", ["/sheets", f"{JOB}/post-entries", "/api/post-entries", "/faults"])
def test_other_sites_cannot_post_here(client, path):
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(path, headers=headers).status_code == 403
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_the_page_names_submission_revision_and_approver_before_and_after_posting(client):
    approval = "Submission 3 revision 4 accepted by Aki Sato"
    client.post("/sheets", data={"text": sheet(*EXAMPLE, Approval=approval)})
    assert approval in text(client, JOB)
    assert approval not in text(client, f"/jobs/{HARBOR}")
    client.post(f"{JOB}/post-entries", data={})
    assert approval in text(client, "/posted")
