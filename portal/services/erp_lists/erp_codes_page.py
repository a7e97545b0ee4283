"""The Cost Codes tab: what the ERP still needs before budgets can be sent, and what it has.

Source: Accept or Reject Cost Codes for Export; Things to Know (QuickBooks Desktop connector).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRecord
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import approvers
from portal.services.budget_facts import company, policy_of
from portal.services.erp_lists import cost_type_lists, erp_choices, erp_code_lists
from portal.services.erp_lists.code_mapping_rows import MapRow, all_proposals, mapped, say_used, to_map
from portal.services.erp_lists.connection_heads import ConnectionHead, connections, head_of
from portal.services.exchange import code_acceptance
from portal.services.submissions.next_persons import in_words


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A code that the ERP does not have. `found` is an item of the same name; `ticked`: budgets use it."""

    id: int
    code: str
    name: str
    division: str
    used: str
    found: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class SyncedRow:
    """A code and its record in the ERP."""

    code: str
    name: str
    item: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """One connection. `missing` or `synced` is filled, as `shows_synced` says; `next_page` is 0 on the last one.

    `owned`: the list is the ERP's, so codes are mapped (`mapping`) and never created. `types` counts cost types that
    nobody has mapped, and all of them; None where the ERP keeps none.
    """

    head: ConnectionHead
    others: tuple[tuple[int, str], ...]
    shows_synced: bool
    missing_count: int
    used_count: int
    synced_count: int
    missing: tuple[MissingRow, ...]
    synced: tuple[SyncedRow, ...]
    waiting: tuple[str, ...]
    failure: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    closed: tuple[str, ...]
    names: tuple[str, ...]
    next_page: int
    offers_all: bool
    owned: bool
    mapping: tuple[MapRow, ...]
    proposed_count: int
    types: tuple[int, int] | None
    may_accept: bool
    note: str


def read(
    session: Session, actor: Actor, connection_id: int | None, page: int = 1, *, synced: bool = False
) -> CodesPage | None:
    """Read one connection's codes; None when the company has no connection."""
    every = connections(session)
    if not every:
        return None
    connection = next((each for each in every if each.id == connection_id), every[0])
    count, used = erp_code_lists.count_missing(session, connection.id)
    synced_count = erp_code_lists.count_synced(session, connection.id)
    may_accept = holds(Action.ACCEPT_COST_CODES, actor)
    last = page * erp_code_lists.PAGE
    policy = policy_of(connection)
    owned = policy is not None and not policy.creates_codes
    return CodesPage(
        head=head_of(session, actor, connection),
        others=tuple((each.id, each.name) for each in every) if len(every) > 1 else (),
        shows_synced=synced,
        missing_count=count,
        used_count=used,
        synced_count=synced_count,
        missing=() if synced or owned else _missing(session, connection, page),
        synced=_synced(session, connection, page) if synced and not owned else (),
        waiting=_waiting(session, connection),
        failure=_failure(session, connection),
        settings=code_acceptance.chosen_settings(session, connection),
        closed=tuple(each.sentence for each in code_acceptance.setting_problems(session, connection)),
        names=() if synced and not owned else erp_choices.names(session, connection.id, "item"),
        next_page=page + 1 if last < (synced_count if synced else count) else 0,
        offers_all=used > erp_code_lists.PAGE,
        owned=owned,
        mapping=_mapping(session, connection.id, page, synced=synced) if owned else (),
        proposed_count=len(all_proposals(session, connection.id)) if owned and not synced else 0,
        types=cost_type_lists.counts(session, connection) if policy and policy.keeps_cost_types else None,
        may_accept=may_accept,
        note="" if may_accept else _whom_to_ask(session),
    )


def _missing(session: Session, connection: ErpConnection, page: int) -> tuple[MissingRow, ...]:
    rows = erp_code_lists.missing(session, connection.id, page)
    same = erp_choices.by_name(session, connection.id, "item", [row.code for row in rows])
    return tuple(_missing_row(row, same) for row in rows)


def _missing_row(row: Any, same: Mapping[str, ErpRecord]) -> MissingRow:
    found = same.get(row.code.lower())
    return MissingRow(
        row.id,
        row.code,
        row.name,
        row.division,
        say_used(row.used),
        found.full_name if found else "",
        ticked=bool(row.used),
    )


def _mapping(session: Session, connection_id: int, page: int, *, synced: bool) -> tuple[MapRow, ...]:
    return mapped(session, connection_id, page) if synced else to_map(session, connection_id, page)


def _synced(session: Session, connection: ErpConnection, page: int) -> tuple[SyncedRow, ...]:
    zone = company(session).timezone
    return tuple(
        SyncedRow(
            row.code, row.name, row.erp_name, clock.say_moment(row.accepted_at, zone), row.who or "the portal"
        )
        for row in erp_code_lists.synced(session, connection.id, page)
    )


def _waiting(session: Session, connection: ErpConnection) -> tuple[str, ...]:
    ids = sorted(erp_code_lists.ordered_ids(session, connection.id))
    return tuple(f"{code.code} {code.name}" for code in erp_code_lists.by_ids(session, ids))


def _failure(session: Session, connection: ErpConnection) -> tuple[str, ...]:
    request = erp_code_lists.last_failure(session, connection.id)
    return tuple(str(message) for message in request.messages) if request is not None else ()


def _whom_to_ask(session: Session) -> str:
    names = [person.name for person in approvers(session)]
    if not names:
        return "Nobody can accept cost codes yet. Ask a directory admin to name an accounting approver."
    return f"You can look at everything here. {in_words(names)} can accept cost codes."
