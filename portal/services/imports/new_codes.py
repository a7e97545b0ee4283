"""Cost codes and divisions created in bulk, inside the transaction of the import that brings them.

Source: Create divisions and cost codes; Import a Budget.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.db.projects import CostCode, Division
from portal.domain.decisions import require
from portal.domain.facts import BudgetFacts
from portal.domain.imports.divisions import division_of
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit


class WantedCode(NamedTuple):
    """A cost code to be created; `division` is what the file says about it, possibly nothing."""

    code: str
    name: str
    division: str = ""
    uom: str = ""


def divisions_now(session: Session) -> dict[str, str]:
    """Number and name of the company's divisions."""
    return dict(session.execute(select(Division.code, Division.name)).all())


def create_codes(session: Session, actor: Actor, wanted: Iterable[WantedCode], file_name: str) -> int:
    """Create the codes that the company does not have yet, with their divisions; return how many.

    Raises Denied unless the actor may manage cost codes. The audit names the file, the count and the first codes.
    """
    wanted = tuple(wanted)
    if not _fresh(session, wanted):
        return 0
    require(Action.MANAGE_COST_CODES, actor, BudgetFacts())
    fresh = add_codes(session, wanted)
    detail = {"file": file_name, "created": len(fresh), "codes": [each.code for each in fresh[:20]]}
    audit.record(
        session,
        Action.MANAGE_COST_CODES,
        actor,
        audit.Subject("cost_code", None),
        audit.Note(after="created", detail=detail),
    )
    return len(fresh)


def add_codes(session: Session, wanted: Iterable[WantedCode]) -> list[WantedCode]:
    """Create those that the company does not have yet, and return them: part of an act that may and audits it."""
    fresh = _fresh(session, wanted)
    if not fresh:
        return []
    numbers = divisions_now(session)
    of_code = {each.code: division_of(each.code, each.division, numbers) for each in fresh}
    ids = _ensure_divisions(session, of_code.values())
    session.execute(
        insert(CostCode),
        [
            {
                "code": each.code,
                "name": each.name or each.code,
                "division_id": ids[of_code[each.code][0]],
                "uom": each.uom,
                "active": True,
            }
            for each in fresh
        ],
    )
    return fresh


def _fresh(session: Session, wanted: Iterable[WantedCode]) -> list[WantedCode]:
    known = set(session.scalars(select(CostCode.code)))
    return [each for each in wanted if each.code not in known]


def _ensure_divisions(session: Session, wanted: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    ids = _division_ids(session)
    fresh = {code: name for code, name in wanted if code not in ids}
    if fresh:
        session.execute(
            insert(Division), [{"code": code, "name": name} for code, name in sorted(fresh.items())]
        )
        ids = _division_ids(session)
    return ids


def _division_ids(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Division.code, Division.id)).all())
