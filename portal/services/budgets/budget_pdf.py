"""A budget as a document to keep: divisions, lines, totals, with the project and the time on every page.

Source: Import a Budget from Sage 100 (the current budget can be opened as a PDF first); Budget – Permissions.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal import clock
from portal.db.projects import Project
from portal.domain.facts import state_of
from portal.domain.money import format_money
from portal.domain.state_words import STATE_WORDS
from portal.files.pdf import PdfColumn, PdfRow, PdfTable
from portal.services.budget_facts import company, read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.ledger_figures import Sum
from portal.services.budgets.ledger_places import Place
from portal.services.budgets.ledgers import LedgerLine, divisions, read_part

COLUMNS = (
    PdfColumn("Cost code", 11),
    PdfColumn("Description", 31),
    PdfColumn("Cost type", 16),
    PdfColumn("Original", 14, is_amount=True),
    PdfColumn("Modifications", 14, is_amount=True),
    PdfColumn("Revised", 14, is_amount=True),
)


def read(session: Session, project_id: int) -> tuple[str, PdfTable]:
    """The project's number for a file name, and the document of its budget as it stands now."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    now = _say_date(clock.now().astimezone(ZoneInfo(company(session).timezone)))
    lines = read_part(session, budget, "all", Place(whole=True)).lines
    state = STATE_WORDS[state_of(read_facts(session, budget))]
    job = project.erp_job_name or f"Job {project.number}"
    return project.number, PdfTable(
        title=f"{project.name}: budget",
        facts=(
            f"{company(session).name}, {job}",
            f"{state.badge}. {len(lines):,} lines, version {budget.version}",
            f"As of {now}",
        ),
        columns=COLUMNS,
        rows=tuple(_rows(lines, divisions(session))),
        foot=f"{project.name}, {job}, {now}",
    )


def _say_date(local: datetime) -> str:
    """With the year: the document is kept."""
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _rows(lines: Iterable[LedgerLine], names: dict[int, tuple[str, str]]) -> Iterable[PdfRow]:
    """Each division with its sum, then its lines; the total closes it."""
    groups: dict[int, list[LedgerLine]] = {}
    for line in lines:
        groups.setdefault(line.division_id, []).append(line)
    total = Sum()
    for division, found in groups.items():
        sums = _sum(found)
        total = total.plus(sums)
        number, name = names[division]
        yield PdfRow((number, name, "", *_amounts(sums)), strong=True, ruled=True)
        yield from (_line(each) for each in found)
    yield PdfRow(("Total", "", "", *_amounts(total)), strong=True, ruled=True)


def _line(line: LedgerLine) -> PdfRow:
    words = f"{line.description} (sub job {line.sub_job})" if line.sub_job else line.description
    kind = f"{line.cost_type_code} {line.cost_type}"
    return PdfRow((line.code, words, kind, *_amounts(_sum([line]))))


def _sum(lines: Iterable[LedgerLine]) -> Sum:
    total = Sum()
    for line in lines:
        total = total.plus(Sum(1, line.original, line.moved or 0))
    return total


def _amounts(sums: Sum) -> tuple[str, str, str]:
    return format_money(sums.original), format_money(sums.moved), format_money(sums.revised)
