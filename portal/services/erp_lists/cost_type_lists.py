"""Our cost types against those of an ERP that keeps its own: what is mapped, what is proposed, what is missing."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostTypeLink, ErpConnection, ErpRecord
from portal.db.people import Person
from portal.db.projects import CostType, Project
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import approvers
from portal.services.budget_facts import company
from portal.services.erp_lists.code_mapping_rows import say_used
from portal.services.erp_lists.connection_heads import ConnectionHead, head_of
from portal.services.exchange import erp_records
from portal.services.exchange.counterparts import TYPE_KIND, links_by_type
from portal.services.exchange.list_refreshes import existing
from portal.services.exchange.type_ties import exported_types
from portal.services.submissions.next_persons import in_words


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A cost type of ours. `chosen` is the ERP's key in its field; `why` says where it comes from or why none does.

    `fixed`: exported amounts stand on it, so it stays.
    """

    id: int
    code: str
    name: str
    used: str
    chosen: str
    chosen_name: str
    why: str
    fixed: bool
    is_mapped: bool


@dataclass(frozen=True, slots=True)
class CostTypesPage:
    """One connection's cost types. `options` are the ERP's key and name; `left` names those that stay free there."""

    head: ConnectionHead
    rows: tuple[TypeRow, ...]
    options: tuple[tuple[str, str], ...]
    missing_count: int
    proposed_count: int
    left: str
    may_accept: bool
    note: str


def counts(session: Session, connection: ErpConnection) -> tuple[int, int]:
    """How many cost types nobody has mapped, and how many there are."""
    mapped = select(CostTypeLink.cost_type_id).where(CostTypeLink.connection_id == connection.id)
    every, missing = session.execute(
        select(func.count(), func.count().filter(CostType.id.not_in(mapped))).select_from(CostType)
    ).one()
    return missing, every


def read(session: Session, actor: Actor, connection_id: int) -> CostTypesPage:
    """Read the page. Raises NotFoundError for an unknown connection."""
    connection = existing(session, connection_id)
    head = head_of(session, actor, connection)
    theirs = sorted(
        erp_records.listed(session, connection_id, TYPE_KIND), key=lambda row: (len(row.erp_id), row.erp_id)
    )
    rows = _rows(session, connection_id, head.short, theirs)
    used = {row.chosen for row in rows if row.is_mapped}
    may_accept = holds(Action.ACCEPT_COST_CODES, actor)
    return CostTypesPage(
        head=head,
        rows=rows,
        options=tuple((row.erp_id, row.full_name) for row in theirs),
        missing_count=sum(not row.is_mapped for row in rows),
        proposed_count=sum(bool(row.chosen) and not row.is_mapped for row in rows),
        left=", ".join(row.full_name for row in theirs if row.erp_id not in used),
        may_accept=may_accept,
        note="" if may_accept else _whom_to_ask(session),
    )


def proposal(mine: CostType, theirs: list[ErpRecord]) -> ErpRecord | None:
    """The one cost type of the ERP whose name is ours, or begins with our one letter; None when that is not clear."""
    found = [row for row in theirs if _plain(row) in {mine.name.casefold(), mine.name.casefold().rstrip("s")}]
    if not found and len(mine.code) == 1:
        found = [row for row in theirs if _plain(row).startswith(mine.code.casefold())]
    return found[0] if len(found) == 1 else None


def _plain(row: ErpRecord) -> str:
    """The name without the number before it."""
    return row.name.lstrip("0123456789 .-").casefold()


def _rows(session: Session, connection_id: int, short: str, theirs: list[ErpRecord]) -> tuple[TypeRow, ...]:
    """Those that nobody has mapped come first."""
    links, fixed = links_by_type(session, connection_id), exported_types(session, connection_id)
    used, zone = _used_on(session, connection_id), company(session).timezone
    taken = {link.erp_id for link in links.values()}
    free = [row for row in theirs if row.erp_id not in taken]
    names = {
        person.id: person.name
        for person in session.scalars(
            select(Person).where(Person.id.in_([link.accepted_by for link in links.values()]))
        )
    }
    found = []
    for mine in session.scalars(select(CostType).order_by(CostType.position, CostType.code)):
        on, link = say_used(used.get(mine.id)), links.get(mine.id)
        if link is None:
            found.append(_open_row(mine, on, short, proposal(mine, free)))
        else:
            by = names.get(link.accepted_by or 0, "the portal")
            said = f"Mapped {clock.say_moment(link.accepted_at, zone)} by {by}"
            found.append(_mapped_row(mine, on, link, said, fixed=mine.id in fixed))
    return tuple(sorted(found, key=lambda row: row.is_mapped))


def _open_row(mine: CostType, used: str, short: str, match: ErpRecord | None) -> TypeRow:
    why = (
        f"Proposed: {match.full_name} has the same name or letter"
        if match
        else f"No free cost type of {short} has its name or letter. Choose one, or keep it out of budgets"
    )
    return TypeRow(
        mine.id,
        mine.code,
        mine.name,
        used,
        match.erp_id if match else "",
        "",
        why,
        fixed=False,
        is_mapped=False,
    )


def _mapped_row(mine: CostType, used: str, link: CostTypeLink, said: str, *, fixed: bool) -> TypeRow:
    why = f"Exported amounts stand on {link.erp_name}, so it stays" if fixed else said
    return TypeRow(
        mine.id, mine.code, mine.name, used, link.erp_id, link.erp_name, why, fixed=fixed, is_mapped=True
    )


def _used_on(session: Session, connection_id: int) -> dict[int, int]:
    rows = session.execute(
        select(BudgetLine.cost_type_id, func.count(BudgetLine.budget_id.distinct()))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .where(Project.connection_id == connection_id, BudgetLine.deleted_at.is_(None))
        .group_by(BudgetLine.cost_type_id)
    )
    return dict(rows.all())


def _whom_to_ask(session: Session) -> str:
    names = [person.name for person in approvers(session)]
    if not names:
        return "Nobody can map cost types yet. Ask a directory admin to name an accounting approver."
    return f"You can look at everything here. {in_words(names)} can map cost types."
