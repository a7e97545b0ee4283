"""The Accountant Report: who is in it, who may read it, and the file."""

from tests import factories
from tests.people import AKI, DANA, EVERYBODY, KAREN, LUIS, RUTH, TOM, VERA
from tests.web.people_pages import post


def test_who_holds_level_and_privilege_stands_in_it(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    page = ruth.get("/reports/accountants").text.partition("<main")[2]
    listed = [person.name for person in EVERYBODY if f">{person.name}</a>" in page]
    assert listed == [LUIS.name, AKI.name, KAREN.name]
    assert "import budgets, export budgets, export jobs, export cost codes" in page
    assert '<a class="button quiet" href="/reports/accountants">' in ruth.get("/reports").text


def test_a_cleared_box_is_told(ruth, world):
    assert "Cannot accept budgets" not in ruth.get("/reports/accountants").text
    post(ruth, f"/settings/people/{world.id_of(AKI)}/boxes", box="export_budget", ticked="no")
    page = ruth.get("/reports/accountants").text
    assert page.count("Cannot accept budgets") == 1
    assert "export jobs, export cost codes" in page


def test_the_file_says_the_same(sqlite_app, ruth, world):
    factories.client_for(sqlite_app, KAREN)
    lines = ruth.get("/reports/accountants.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Person,Title,E-mail,ERP Integrations,Can push since,Granted by")
    assert [line.split(",")[0] for line in lines[1:]] == [AKI.name, KAREN.name]
    assert [line.endswith(",never") for line in lines[1:]] == [True, False]


def test_erp_admins_and_auditors_read_it(sqlite_app, world):
    for person, status in ((RUTH, 200), (VERA, 200), (AKI, 403), (TOM, 403), (DANA, 403)):
        assert factories.client_for(sqlite_app, person).get("/reports/accountants").status_code == status
