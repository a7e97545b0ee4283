"""The same statements for SQL Server (compiled), PostgreSQL (run, with a schema dbo) and a file (everywhere else)."""

import re
import threading
from decimal import Decimal

import psycopg
import pytest
from pymssql import _mssql
from sqlalchemy import create_engine
from sqlalchemy.dialects import mssql

from portal.agent import settings as agent_settings
from portal.agent.agents import Agent
from portal.agent.checking import company_checks
from portal.agent.company import grids, markers, readings
from portal.agent.company.databases import Company as Read
from portal.agent.company.entities import BY_NAME, ENTITIES
from portal.agent.company.tables import METADATA
from portal.agent.failures import CompanyUnreadableError
from portal.practice.sage import budgets, tables
from portal.practice.sage.company import Company
from tests.agent import sage_acts
from tests.agent.conftest import JOB, fill, wish
from tests.fixtures.postgres_server import PostgresServer

_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|INTO|EXEC|TRUNCATE|ALTER|CREATE)\b")


@pytest.fixture(scope="module")
def server():
    made = PostgresServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def on_server(server):
    url = server.create("agent_company")
    company = fill(Company.on_server(url))
    yield company, url
    company.close()
    server.drop("agent_company")


def compiled(statement) -> str:
    return str(statement.compile(dialect=mssql.dialect(), compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda each: each.name)
def test_sql_server_gets_plain_selects_of_dbo(entity):
    statements = [
        compiled(entity.rows()),
        compiled(entity.rows("2019001")),
        compiled(markers.statement(entity)),
    ]
    for statement in statements:
        assert statement.startswith("SELECT ")
        assert f"dbo.{entity.places[0].table.name}" in statement
        assert not _WRITES.search(statement.upper())
        assert "LENGTH(" not in statement.upper()
    if entity.key is not None:
        assert compiled(entity.keys("5")).endswith("WHERE dbo.jobcst.jobnum = 5")


def test_the_driver_for_sql_server_fills_the_marker_in():
    """pymssql puts values into the text itself, and wants no percent sign doubled."""
    dialect = create_engine("mssql+pymssql://reader@server/company").dialect
    statement = markers.statement(BY_NAME["budget_line"]).compile(dialect=dialect)
    sent = _mssql.substitute_params(str(statement), statement.params, "utf-8").decode()
    assert sent.count(" % 999983") == 1
    assert "%%" not in sent
    assert "%(" not in sent


def test_a_sql_server_that_is_away_is_told_without_the_password():
    found = company_checks.check("mssql+pymssql://portal_agent:S3cretWord@127.0.0.1:1/company")
    assert found[0].state == "FAILED"
    assert "The company database company cannot be read" in found[0].sentence
    assert "S3cretWord" not in str(found[0])


def test_a_marker_never_leaves_the_range_of_a_bigint():
    largest = 9_999_999_999  # the widest column in cents
    for entity in ENTITIES:
        columns = len(entity.amounts) + len(entity.letters)
        assert columns * largest * markers._WEIGHTS < 2**63
        assert len(entity.places) * largest * markers._WEIGHTS < 2**63
    assert markers._CONTENTS * (markers._WEIGHTS + 1) < 2**63
    assert markers._SUMS * 4_000_000_000 < 2**63  # rows of one job


def test_the_agent_reads_columns_that_the_practice_company_has_and_no_others():
    for table in METADATA.tables.values():
        assert {column.name for column in table.columns} <= {
            column.name for column in tables.METADATA.tables[f"dbo.{table.name}"].columns
        }


@pytest.mark.parametrize(
    ("kind", "function"), [("mssql", "HAS_PERMS_BY_NAME"), ("postgresql", "has_table_privilege")]
)
def test_rights_are_asked_for_every_table_and_way_of_writing(kind, function):
    statement = compiled(company_checks.rights_statement(kind))
    assert statement.count(function) == 21
    assert ("'dbo.bdglin', 'OBJECT', 'UPDATE'" in statement) == (kind == "mssql")


@pytest.mark.slow
def test_postgresql_reads_as_the_file_does(on_server, sage, tmp_path):
    records = []
    server_company, url = on_server
    for company, read in (
        (sage, Read(f"sqlite:///{tmp_path / 'company.sqlite3'}")),
        (server_company, Read(url)),
    ):
        sage_acts.edit(company, "2010.000", 4, "120000.00")
        sage_acts.edit(company, "3100.000", 2, "0.29")
        sage_acts.change_order(company, "2010.000", 4, "-11500.01", "4")
        sage_acts.cost(company, "3100.000", 2, "250.75")
        with read.reading() as connection:
            marks = markers.look(connection)
        records.append(
            (
                [record for entity in ENTITIES for record in readings.records(read, entity)],
                marks,
                readings.keys(read, BY_NAME["job_cost"], str(JOB)),
                grids.read(read, JOB).found((0, Decimal("2010.000"), 4)),
            )
        )
        read.close()
    assert records[0] == records[1]
    assert records[1][3] == Decimal("108499.99")


@pytest.mark.slow
def test_an_agent_serves_a_company_on_postgresql(on_server, portal, environment, drop):
    company, url = on_server
    name = portal.ask("WriteBudget", wish())
    settings = agent_settings.read(None, {**environment, "PORTAL_AGENT_DATABASE_URL": url})
    Agent(settings, threading.Event()).once()
    told = portal.state.completed[name]
    sage_acts.post(company, drop, told["Result"]["Files"][1])
    Agent(settings, threading.Event()).once()
    assert portal.staged("budget_line")[f"{JOB}|0|3100.000|1"]["Original"]["2"] == "30250.50"
    with company.reading() as database:
        assert len(budgets.rows(database, JOB)) == 3


@pytest.mark.slow
def test_a_login_that_may_write_is_warned_of_and_one_that_may_only_read_is_not(on_server, server):
    _company, url = on_server
    found = {finding.name: finding for finding in company_checks.check(url)}
    assert found["tables"].state == "ok"
    assert found["login"].state == "warning"
    assert "It may write to actrec, bdglin" in found["login"].sentence
    server.execute("DROP ROLE IF EXISTS reader")
    server.execute("CREATE ROLE reader LOGIN")
    reader = url.replace(f"//{server.user}@", "//reader@")
    assert company_checks.check(reader)[0].state in {"ok", "FAILED"}
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("GRANT USAGE ON SCHEMA dbo TO reader")
        admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA dbo TO reader")
    found = {finding.name: finding for finding in company_checks.check(reader)}
    assert (found["tables"].state, found["login"].state) == ("ok", "ok")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("REVOKE ALL ON ALL TABLES IN SCHEMA dbo FROM reader")
        admin.execute("REVOKE ALL ON SCHEMA dbo FROM reader")
    server.execute("DROP ROLE reader")


def test_a_file_is_opened_read_only(sage, tmp_path):
    company = Read(f"sqlite:///{tmp_path / 'company.sqlite3'}")
    with pytest.raises(CompanyUnreadableError, match="readonly"), company.reading() as connection:
        connection.exec_driver_sql("UPDATE dbo.actrec SET jobnme = 'x'")


def test_no_password_is_told_when_the_server_is_away():
    url = "postgresql+psycopg://reader:S3cretWord@127.0.0.1:1/company"
    found = company_checks.check(url)
    assert found[0].state == "FAILED"
    assert "S3cretWord" not in str(found[0])
