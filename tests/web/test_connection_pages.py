"""ERP connections: fields come from the connector, the password is shown once, the file only where it works."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.exchange import ErpConnection, ErpRecord, ErpRequest
from portal.db.transactions import reader, transaction
from portal.erp.connectors.quickbooks_desktop.connection_files import GATEWAY
from portal.erp.registry import connector_for
from portal.gateways import qbwc
from portal.practice.quickbooks.qwc import parse_qwc
from portal.services.connections.connection_settings import settings_of
from portal.services.exchange import connector_sessions
from portal.services.people import passwords
from tests import factories
from tests.people import AKI, DANA, RUTH, TOM, VERA

ACCOUNTS = (
    ("80000001-1", "Construction Income", {"takes_income": True, "takes_costs": False}),
    ("80000002-1", "Job Materials", {"takes_income": False, "takes_costs": True}),
)


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        world = factories.furnish()
        with transaction() as session:
            session.add_all(
                ErpRecord(
                    connection_id=world.connection,
                    kind="account",
                    erp_id=erp_id,
                    name=name,
                    full_name=name,
                    detail=detail,
                    read_at=clock.now(),
                )
                for erp_id, name, detail in ACCOUNTS
            )
        return world


@pytest.fixture
def home(world):
    return f"/settings/connections/{world.connection}"


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": client.csrf, **fields})


def stored(app, connection_id):
    with app.app_context():
        return reader().get(ErpConnection, connection_id)


def shown_password(page):
    return re.search(r"<code>([a-z0-9-]{23})</code>", page)[1]


def test_a_connection_is_added_and_its_password_shown_once(sqlite_app, ruth):
    page = post(ruth, "/settings/connections/new", connector="quickbooks_desktop", name="Halden Holding")
    password = shown_password(page.text)
    with sqlite_app.app_context():
        row = reader().scalar(select(ErpConnection).where(ErpConnection.name == "Halden Holding"))
        assert passwords.is_right(row.password_hash, password)
        assert connector_sessions.open_session(row.username, password, "127.0.0.1").verdict == "nothing"
        told = reader().scalars(select(AuditEvent.detail)).all()
    assert password not in str(told)
    assert password not in ruth.get(f"/settings/connections/{row.id}").text
    assert page.headers["Cache-Control"] == "no-store"


def test_every_declared_field_stands_in_the_form(ruth, home):
    page = ruth.get(home).text
    for field in connector_for("quickbooks_desktop").setting_fields:
        assert f'name="{field.name}"' in page
        assert field.label in page


def test_an_account_is_chosen_from_the_fitting_ones_and_stored_by_its_id(sqlite_app, ruth, home, world):
    page = ruth.get(home).text
    income = re.search(r'<select[^>]*id="income_account".*?</select>', page, re.DOTALL)[0]
    assert "Construction Income" in income
    assert "Job Materials" not in income
    answer = post(ruth, home, name="QuickBooks", income_account="construction income", poll_minutes="5")
    assert answer.status_code == 303
    assert stored(sqlite_app, world.connection).settings["income_account"] == "80000001-1"
    assert "<option selected>Construction Income</option>" in ruth.get(home).text
    with sqlite_app.app_context():
        told = settings_of(reader(), reader().get(ErpConnection, world.connection))
    assert told["income_account_name"] == "Construction Income"
    assert told["poll_minutes"] == "5"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("income_account", "Job Materials", "is of another type"),
        ("income_account", "No Such Account", "The list has no"),
        ("poll_minutes", "often", "Enter a whole number."),
        ("poll_minutes", "0", "Enter at least 1."),
        ("poll_minutes", "١٢", "Enter a whole number."),
        ("company_file", "C:\\" + "x" * 300, "Enter at most 260 characters."),
        ("name", "  ", "Enter a name"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field_and_keeps_the_text(
    sqlite_app, ruth, home, world, field, typed, sentence
):
    before = stored(sqlite_app, world.connection).settings
    given = {"name": "QuickBooks", "non_taxable_code": "Non-9", field: typed}
    answer = post(ruth, home, **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Non-9"' in answer.text
    assert stored(sqlite_app, world.connection).settings == before


def test_fields_that_nobody_declared_are_not_stored(sqlite_app, ruth, home, world):
    post(ruth, home, name="QuickBooks", password_hash="x", paused="yes", owner_guid="{x}", other="y")
    row = stored(sqlite_app, world.connection)
    assert "other" not in row.settings
    assert not row.paused
    assert row.owner_guid != "{x}"


def test_a_new_password_ends_the_old_one(sqlite_app, ruth, home, world):
    password = shown_password(post(ruth, f"{home}/password").text)
    row = stored(sqlite_app, world.connection)
    assert passwords.is_right(row.password_hash, password)
    assert not passwords.is_right(row.password_hash, factories.PHRASE)


def test_the_file_is_what_a_web_connector_takes(sqlite_app, ruth, home, world):
    answer = ruth.get(f"{home}/file")
    assert answer.headers["Content-Disposition"] == "attachment; filename=quickbooks.qwc"
    qwc, row = parse_qwc(answer.data), stored(sqlite_app, world.connection)
    assert (qwc.user_name, qwc.file_id, qwc.owner_id) == (row.username, row.file_guid, row.owner_guid)
    assert qwc.url == "http://localhost/qbwc"
    assert row.password_hash not in answer.text


def test_the_file_names_the_gateway_that_answers():
    assert GATEWAY == qbwc.PATH


def test_without_https_off_this_machine_the_file_is_refused_with_the_reason(
    make_app, sqlite_settings, world, home
):
    app = make_app(replace(sqlite_settings, base_url="http://budgets.example"))
    where = {"base_url": "http://budgets.example"}
    client = app.test_client()
    token = factories.csrf_of(client.get("/sign-in", **where).text)
    given = {"csrf_token": token, "email": RUTH.email, "phrase": factories.PHRASE}
    assert client.post("/sign-in", data=given, **where).status_code == 303
    page = client.get(home, **where).text
    assert "takes plain http only from localhost" in page
    assert f"{home}/file" not in page
    refused = client.get(f"{home}/file", **where)
    assert refused.status_code == 409
    assert "takes plain http only from localhost" in refused.text


def test_pausing_holds_the_work_back_and_resuming_lets_it_go(sqlite_app, ruth, home, world):
    post(ruth, f"{home}/lists")
    password = shown_password(post(ruth, f"{home}/password").text)
    row = stored(sqlite_app, world.connection)

    def opening():
        with sqlite_app.app_context():
            return connector_sessions.open_session(row.username, password, "127.0.0.1").verdict

    post(ruth, f"{home}/paused", paused="yes")
    assert "Paused" in ruth.get(home).text
    assert opening() == "nothing"
    post(ruth, f"{home}/paused", paused="no")
    assert "Paused" not in ruth.get(home).text


def test_the_lists_can_be_asked_for_here(sqlite_app, ruth, home):
    assert post(ruth, f"{home}/lists").status_code == 303
    with sqlite_app.app_context():
        assert reader().scalars(select(ErpRequest.kind)).all() == ["read_lists"]
    assert "The lists are asked for." in ruth.get(home).text


@pytest.mark.parametrize("person", [DANA, AKI, TOM, VERA])
def test_only_erp_admins_change_a_connection(sqlite_app, world, home, person):
    client = factories.client_for(sqlite_app, person)
    for path in ("", "/password", "/paused", "/lists"):
        answer = post(client, home + path, name="Mine", paused="yes")
        assert answer.status_code == 403 or (path == "/lists" and person is AKI)
    assert client.get(f"{home}/file").status_code == 403
    assert client.get("/settings/connections/new").status_code == 403
    assert stored(sqlite_app, world.connection).name == "QuickBooks"


@pytest.mark.parametrize("person", [TOM, VERA])
def test_who_may_see_settings_reads_the_connection_without_forms(sqlite_app, world, home, person):
    page = factories.client_for(sqlite_app, person).get(home).text
    assert "Income account" in page
    assert 'name="income_account"' not in page
    assert "Make a new password" not in page


def test_a_missing_connection_is_not_found(ruth):
    for path in ("", "/file"):
        assert ruth.get(f"/settings/connections/999{path}").status_code == 404
    for path in ("", "/password", "/paused", "/lists"):
        assert post(ruth, f"/settings/connections/999{path}", name="x").status_code == 404


def test_names_are_told_apart_and_the_owner_is_one_for_the_portal(sqlite_app, ruth, world):
    assert (
        post(ruth, "/settings/connections/new", connector="quickbooks_desktop", name="QuickBooks").status_code
        == 422
    )
    assert post(ruth, "/settings/connections/new", connector="none", name="Other").status_code == 422
    post(ruth, "/settings/connections/new", connector="quickbooks_desktop", name="Other")
    with sqlite_app.app_context():
        rows = reader().scalars(select(ErpConnection)).all()
    assert len({row.owner_guid for row in rows}) == 1
    assert len({row.file_guid for row in rows}) == len(rows) == 2


def test_the_agent_is_downloaded_where_the_erp_has_one(sqlite_app, ruth, home):
    added = post(ruth, "/settings/connections/new", connector="sage_100_contractor", name="Newtown Builders")
    link = re.search(r"/settings/connections/\d+/agent\.zip", added.text)[0]
    answer = ruth.get(link)
    assert answer.mimetype == "application/zip"
    assert "filename=portal-agent.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        settings = package.read("portal-agent.toml").decode()
    with sqlite_app.app_context():
        row = reader().scalar(select(ErpConnection).where(ErpConnection.name == "Newtown Builders"))
    assert f'username = "{row.username}"' in settings
    assert shown_password(added.text) not in settings
    assert "agent.zip" not in ruth.get(home).text
    assert ruth.get(f"{home}/agent.zip").status_code == 303


def test_the_agent_is_for_who_configures_connections(sqlite_app, home):
    vera = factories.client_for(sqlite_app, VERA)
    assert vera.get(f"{home}/agent.zip").status_code == 403
