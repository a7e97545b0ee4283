"""The workbook that people fill in: a sheet for the lines, and a reference sheet with what may stand in it.

Source: Import a Budget (import template).
"""

import re
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.projects import CostCode, Project, SubJob
from portal.files.xlsx_tables import Table, write_xlsx
from portal.services.imports.import_checks import cost_types_now

LINES, FIELDS = "Budget Line Items", "Importer Data Fields"
_HEADINGS = (
    "Cost Code", "Cost Type", "Description", "Manual Calculation", "Unit Qty", "Unit of Measure", "Unit Cost",
    "Budget Amount",
)  # fmt: skip
_UNITS = ("EA", "LS", "LF", "SF", "SY", "CY", "TON", "HR", "DAY", "MO", "GAL")


def budget_template(session: Session, project_id: int) -> tuple[str, bytes]:
    """File name and XLSX of an empty template with this company's codes, types and this project's sub jobs."""
    project = session.get_one(Project, project_id)
    sub_jobs = session.scalars(
        select(SubJob.code).where(SubJob.project_id == project_id).order_by(SubJob.code)
    ).all()
    codes = session.execute(
        select(CostCode.code, CostCode.name).where(CostCode.active).order_by(CostCode.code)
    ).all()
    headings = ("Sub Job", *_HEADINGS) if sub_jobs else _HEADINGS
    types = [f"{code} {name}" for code, name in cost_types_now(session).items()]
    rows = zip_longest(
        [code for code, _ in codes],
        [name for _, name in codes],
        types,
        ("True", "False"),
        _UNITS,
        sub_jobs,
        fillvalue="",
    )
    fields = (
        "Cost Code",
        "Name of the code",
        "Cost Type",
        "Manual Calculation",
        "Unit of Measure",
        "Sub Job",
    )
    book = write_xlsx([Table(LINES, headings, []), Table(FIELDS, fields, list(rows))])
    stem = re.sub(r"[^A-Za-z0-9]+", "-", project.name).strip("-") or "project"
    return f"{stem}-budget-template.xlsx", book
