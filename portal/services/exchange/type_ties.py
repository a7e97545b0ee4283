"""Cost types of ours and of an ERP that keeps its own, one to one, chosen by a person.

Source: What are 'cost types' and how does our ERP integration support them?; Setting up cost types.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostTypeLink, ErpConnection, ErpRecord
from portal.db.projects import CostType, Project
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.exchange import erp_records
from portal.services.exchange.counterparts import TYPE_KIND, links_by_type
from portal.services.exchange.list_refreshes import existing
from portal.services.intentions import InputError


def map_types(actor: Actor, connection_id: int, chosen: Mapping[int, str]) -> int:
    """Map cost types (row number) to the ERP's (its key; "" for none); returns how many changed.

    Raises InputError at `type-<row number>`: two of ours on one of theirs, one that the list lacks, or one whose
    exported amounts stand there already. Then nothing has changed.
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.ACCEPT_COST_CODES, actor, CompanyFacts())
        connection = existing(session, connection_id)
        links = links_by_type(session, connection_id)
        changed = {
            type_id: key
            for type_id, key in chosen.items()
            if key != (links[type_id].erp_id if type_id in links else "")
        }
        _check_one_to_one(session, links, chosen)
        detail = {}
        for type_id in changed:
            _release(session, connection, links.get(type_id))
        session.flush()
        for type_id, key in changed.items():
            detail[str(type_id)] = key
            if key:
                session.add(_link(session, connection_id, type_id, key, actor))
        if changed:
            note = audit.Note(detail={"cost_types": detail})
            subject = audit.Subject("connection", connection_id)
            audit.record(session, Action.ACCEPT_COST_CODES, actor, subject, note)
        return len(changed)


def exported_types(session: Session, connection_id: int) -> frozenset[int]:
    """Cost types on lines whose amounts the ERP holds already: their counterpart stays what it is."""
    return frozenset(
        session.scalars(
            select(BudgetLine.cost_type_id)
            .join(Budget, Budget.id == BudgetLine.budget_id)
            .join(Project, Project.id == Budget.project_id)
            .where(Project.connection_id == connection_id, BudgetLine.exported_cents.is_not(None))
            .distinct()
        )
    )


def _check_one_to_one(session: Session, links: Mapping[int, CostTypeLink], chosen: Mapping[int, str]) -> None:
    wanted = {**{type_id: link.erp_id for type_id, link in links.items()}, **chosen}
    seen: dict[str, int] = {}
    for type_id, key in sorted(wanted.items()):
        if key and key in seen:
            other = session.get_one(CostType, seen[key])
            sentence = (
                f"{other.code} {other.name} is mapped to that one already. Choose another for this one."
            )
            raise InputError(f"type-{type_id}", sentence)
        seen[key] = type_id


def _release(session: Session, connection: ErpConnection, link: CostTypeLink | None) -> None:
    if link is None:
        return
    if link.cost_type_id in exported_types(session, connection.id):
        sentence = f"Exported amounts stand on {link.erp_name}, so the cost type stays mapped to it."
        raise InputError(f"type-{link.cost_type_id}", sentence)
    session.delete(link)


def _link(session: Session, connection_id: int, type_id: int, key: str, actor: Actor) -> CostTypeLink:
    row: ErpRecord | None = erp_records.find(session, connection_id, TYPE_KIND, key)
    if row is None or not row.active or session.get(CostType, type_id) is None:
        raise InputError(f"type-{type_id}", "Choose a cost type from the list, or refresh the list first.")
    return CostTypeLink(
        connection_id=connection_id,
        cost_type_id=type_id,
        erp_id=row.erp_id,
        erp_name=row.full_name,
        accepted_by=actor.id,
        accepted_at=clock.now(),
    )
