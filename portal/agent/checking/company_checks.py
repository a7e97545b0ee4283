"""The company database: reachable, with the tables and columns that are read, through a login that can only read."""

from typing import Any

from sqlalchemy import Connection, Select, func, inspect, literal, select

from ..company.databases import Company
from ..company.tables import METADATA, SCHEMA
from ..failures import CompanyUnreadableError
from .findings import Finding, failed, ok, warning

_TABLES = tuple(METADATA.tables.values())
_WRITES = ("INSERT", "UPDATE", "DELETE")


def check(url: str) -> list[Finding]:
    """Every finding about the database."""
    company = None
    try:
        company = Company(url)
        with company.reading() as connection:
            return [
                ok("company database", f"{company.name} answers."),
                _columns(connection),
                _rights(connection, company.kind),
            ]
    except CompanyUnreadableError as error:
        return [
            failed("company database", str(error).replace(" Run portal-agent check on its computer.", ""))
        ]
    finally:
        if company is not None:
            company.close()


def rights_statement(kind: str) -> Select[Any] | None:
    """For each table and each way of writing, whether the login may; None where the file is opened read-only."""
    if kind not in {"mssql", "postgresql"}:
        return None
    columns = []
    for table in _TABLES:
        for act in _WRITES:
            name = literal(f"{SCHEMA}.{table.name}")
            allowed = (
                func.HAS_PERMS_BY_NAME(name, literal("OBJECT"), literal(act))
                if kind == "mssql"
                else func.has_table_privilege(name, literal(act))
            )
            columns.append(allowed.label(f"{table.name}_{act}"))
    return select(*columns)


def _columns(connection: Connection) -> Finding:
    inspector, missing = inspect(connection), []
    there = set(inspector.get_table_names(schema=SCHEMA)) | set(inspector.get_view_names(schema=SCHEMA))
    for table in _TABLES:
        if table.name not in there:
            missing.append(f"{SCHEMA}.{table.name}")
            continue
        found = {column["name"] for column in inspector.get_columns(table.name, schema=SCHEMA)}
        missing += [
            f"{SCHEMA}.{table.name}.{column.name}" for column in table.columns if column.name not in found
        ]
    if missing:
        return failed(
            "tables",
            f"{', '.join(missing)} cannot be seen. Give the login SELECT on these tables, and check that "
            "database_url names the company and not another database.",
        )
    return ok("tables", f"{len(_TABLES)} tables with all columns that the agent reads.")


def _rights(connection: Connection, kind: str) -> Finding:
    statement = rights_statement(kind)
    if statement is None:
        return ok("login", "The file is opened read-only.")
    allowed = [name for name, may in connection.execute(statement).mappings().one().items() if may]
    if allowed:
        tables = sorted({name.split("_")[0] for name in allowed})
        return warning(
            "login",
            f"It may write to {', '.join(tables)}. The agent never does; give it a login with SELECT only, as the "
            "README shows.",
        )
    return ok("login", "It may only read.")
