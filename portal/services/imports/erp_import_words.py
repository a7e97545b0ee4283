"""The ERP's budget keys in our words: what is mapped, what becomes new, what stands in the way. Nothing is guessed.

Source: Sage 100 Contractor Detailed Data Mapping; Add a Phase from Sage 100 to a Procore Project as a Sub Job.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import CostCode, CostType, Project, SubJob
from portal.domain.imports.outcomes import LineKey
from portal.domain.money import format_money
from portal.erp.contract import BudgetCell
from portal.erp.registry import connector_for
from portal.services.erp_lists.code_proposals import same_number
from portal.services.exchange import erp_records
from portal.services.exchange.counterparts import TYPE_KIND, links_by_type, links_of, phase_of


@dataclass(frozen=True, slots=True)
class NewCode:
    """A cost code of the ERP that the portal lacks. `division` is what the ERP says about it."""

    code: str
    name: str
    division: str
    uom: str


@dataclass(frozen=True, slots=True)
class NewSubJob:
    """A phase that becomes a sub job."""

    code: str
    name: str
    erp_id: str


class Words:
    """Translates cell after cell, and remembers what was new and what could not be translated."""

    def __init__(self, session: Session, connection: ErpConnection, project: Project) -> None:
        """Read what is mapped now."""
        self._session, self._connection, self._project = session, connection, project
        codes = {row.id: row for row in session.scalars(select(CostCode))}
        self._codes = {
            link.erp_id: codes[code_id].code
            for code_id, link in links_of(session, connection).items()
            if code_id in codes
        }
        self.code_names = {row.code: row.name for row in codes.values()}
        self._ours = {same_number(row.code): row.code for row in codes.values()}
        types = {row.id: row.code for row in session.scalars(select(CostType))}
        self._types = {
            link.erp_id: types[type_id] for type_id, link in links_by_type(session, connection.id).items()
        }
        rows = session.scalars(select(SubJob).where(SubJob.project_id == project.id)).all()
        self._phases = {phase_of(row.erp_id, row.code): row.code for row in rows}
        self.new_codes: dict[str, NewCode] = {}
        self.new_sub_jobs: dict[str, NewSubJob] = {}
        self._unmapped_codes: dict[str, str] = {}
        self._unmapped_types: dict[str, list[int]] = {}

    def key(self, cell: BudgetCell) -> LineKey | None:
        """The budget code of a cell; None where nobody has mapped it."""
        sub_job, code, cost_type = self._sub_job(cell), self._code(cell), self._types.get(cell.erp_cost_type)
        if cost_type is None:
            self._unmapped_types.setdefault(cell.erp_cost_type, []).append(cell.original_cents)
        return None if code is None or cost_type is None else LineKey(code, cost_type, sub_job)

    def problems(self) -> Iterator[str]:
        """One sentence for everything that nobody has mapped."""
        short = connector_for(self._connection.connector).short_label
        for key, cents in sorted(self._unmapped_types.items()):
            row = erp_records.find(self._session, self._connection.id, TYPE_KIND, key)
            amounts = "1 amount" if len(cents) == 1 else f"{len(cents):,} amounts"
            yield (
                f"The cost type {row.full_name if row else key} of {short} is not mapped ({amounts}, "
                f"{format_money(sum(cents))}). Map it under ERP Integrations, Cost Codes, Map cost types."
            )
        for erp_code, ours in sorted(self._unmapped_codes.items()):
            yield (
                f"The cost code {erp_code} of {short} is not mapped, and the portal has a code {ours}. "
                "Map the two under ERP Integrations, Cost Codes, or give ours another number."
            )

    def _code(self, cell: BudgetCell) -> str | None:
        known = self._codes.get(cell.erp_code)
        if known is None and same_number(cell.erp_code) in self._ours:
            self._unmapped_codes[cell.erp_code] = self._ours[same_number(cell.erp_code)]
            return None
        if known is None and cell.erp_code not in self.new_codes:
            self.new_codes[cell.erp_code] = self._new_code(cell)
        return known or cell.erp_code

    def _new_code(self, cell: BudgetCell) -> NewCode:
        row = erp_records.find(self._session, self._connection.id, "item", cell.erp_code)
        detail = row.detail if row else {}
        name = str(detail.get("name") or "") or cell.erp_code_name or cell.description or cell.erp_code
        return NewCode(cell.erp_code, name, str(detail.get("division") or ""), str(detail.get("unit") or ""))

    def _sub_job(self, cell: BudgetCell) -> str:
        number = cell.phase
        if number in {"", "0"}:
            return ""
        if number not in self._phases and number not in self.new_sub_jobs:
            erp_id = f"{self._project.erp_job_id}|{number}"
            self.new_sub_jobs[number] = NewSubJob(number, cell.phase_name or number, erp_id)
        return self._phases.get(number, number)
