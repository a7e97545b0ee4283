"""The accounting pages in a real browser: axe finds nothing, nothing is wider than the window."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.db.exchange import CostCodeLink, ErpConnection, ErpRequest
from portal.db.transactions import transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange import erp_records
from portal.services.exchange.export_results import ExportedInput
from portal.services.transitions import perform
from tests import factories
from tests.erp_lists import add_record
from tests.people import AKI, DANA
from tests.submitted import accept, send
from tests.web.looks import every_frame, look_through, sign_in

QUICKBOOKS = machine("QuickBooks Desktop")
REFUSAL = (
    'There is an invalid reference to QuickBooks Item "03-100" in the Estimate line. Invalid argument.',
    "This concerns the cost code 03-100 Footings. Map the code to another item, then retry.",
)


def furnish():
    """Budgets in every list, projects in every step of being linked, codes with and without items."""
    world = factories.furnish()
    ids = {"first": send(world, "Harbor Point Medical Office", "2026014")}
    ids["failed"] = send(world, "Quarry Road Fire Station", "2026011")
    accept(world, ids["failed"])
    with transaction() as session:
        request = session.scalars(select(ErpRequest)).one()
        request.state, request.messages = "failed", list(REFUSAL)
        perform(Action.FAIL_EXPORT, QUICKBOOKS, factories.budget_of(ids["failed"]).id, given=REFUSAL)
    ids["way"] = send(world, "Route 9 Salt Shed", "2026015")
    accept(world, ids["way"])
    ids["update"] = send(world, "Newtown Apartments", "2019001")
    sync(world, ids["update"])
    line = factories.reader().connection().exec_driver_sql("SELECT max(id) FROM budget_lines").scalar()
    given = ModificationInput(
        from_line_id=line, to_line_id=line - 1, cents=500_000, reference="CO 7", notes=""
    )
    factories.act(world, ids["update"], DANA, Action.CREATE_MODIFICATION, given=given)
    factories.act(world, ids["update"], DANA, Action.SEND, given="Formwork needs a second crew.")
    ids["synced"] = send(world, "Cedar Ridge Elementary", "2026009")
    sync(world, ids["synced"])
    ids["unlinked"] = factories.make_project(world, "Maple St 116", "2026020", linked=False)
    factories.make_project(world, "Orchard Lane Duplexes", "2026021", linked=False)
    factories.add_lines(world, ids["unlinked"], DANA, ("01-500", "L", 100), ("06-100", "M", 200))
    with transaction() as session:
        connection = session.get_one(ErpConnection, world.connection)
        connection.last_contact_at = connection.last_lists_at = clock.now() - timedelta(minutes=40)
        for code in ("01-500", "06-100"):
            link = select(CostCodeLink).where(CostCodeLink.cost_code_id == world.codes[code])
            session.delete(session.scalars(link).one())
    for number, name in enumerate(
        ("Smith", "Smith:Maple St 116", "Town of Hadley", "Town of Hadley:Library"), 1
    ):
        add_record(world, "job", number, name)
    add_record(world, "item", 21, "06-100")
    add_record(world, "account", 31, "Construction Income")
    add_record(world, "account", 32, "Job Materials")
    assert erp_records.find(factories.reader(), world.connection, "item", "80000021-1")
    return world, ids


def sync(world, project_id):
    accept(world, project_id)
    budget_id = factories.budget_of(project_id).id
    perform(Action.FINISH_EXPORT, QUICKBOOKS, budget_id, given=ExportedInput("5A-1"))
    perform(Action.CONFIRM_SYNC, QUICKBOOKS, budget_id, given={"checked": 2})


def paths(ids):
    review = "/erp/budgets/{}/submissions/{}".format
    return {
        "ready": "/erp/budgets",
        "failed": "/erp/budgets?show=failed-to-export",
        "way": "/erp/budgets?show=on-the-way",
        "synced": "/erp/budgets?show=synced",
        "jobs": "/erp/jobs",
        "job": f"/erp/jobs/{ids['unlinked']}",
        "new-job": f"/erp/jobs/{ids['unlinked']}/create?under=Smith",
        "codes": "/erp/cost-codes",
        "codes-synced": "/erp/cost-codes?show=synced",
        "costs": "/erp/job-costs",
        "review-update": review(ids["update"], 2),
        "review-first": review(ids["first"], 1),
        "review-first-all": review(ids["first"], 1) + "?lines=all",
        "review-failed": review(ids["failed"], 1),
        "review-synced": review(ids["synced"], 1),
        "review-link": review(ids["way"], 1) + "?link=decided",
    }


@pytest.fixture
def portal(sqlite_app, serve):
    with sqlite_app.app_context():
        _world, ids = furnish()
    return serve(sqlite_app), ids


@pytest.mark.browser
@every_frame
def test_every_accounting_page_is_accessible_and_fits(browser, portal, tmp_path, frame):
    url, ids = portal
    page = sign_in(browser, url, AKI, frame)
    assert look_through(page, url, paths(ids), frame.pictures(tmp_path, "erp")) == {}
    page.context.close()
