"""Accepting cost codes for one ERP: what would be created and what would be mapped, said before it is ordered.

Source: Things to Know (QuickBooks Desktop connector): every code on a budget must be synced before it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import CostCode
from portal.db.transactions import transaction
from portal.domain.denials import Denial
from portal.domain.people import Actor
from portal.erp.contract import Connector, CreateCodes
from portal.erp.registry import connector_for
from portal.services.budget_facts import policy_of
from portal.services.connections.connection_settings import settings_of
from portal.services.erp_lists import erp_choices, erp_code_lists
from portal.services.erp_lists.code_mapping_rows import all_proposals
from portal.services.exchange import links, tasks, ties
from portal.services.exchange.list_refreshes import existing
from portal.services.intentions import InputError

PER_ORDER = 100
"""Codes in one order: the ERP gets them one by one, and the next order passes when one is refused."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person ticked: row numbers, the typed name of an existing record by row number, or all that are used.

    `all_proposed` takes every proposal of an ERP that owns its list, at once.
    """

    codes: tuple[int, ...] = ()
    items: Mapping[int, str] | None = None
    all_used: bool = False
    all_proposed: bool = False


@dataclass(frozen=True, slots=True)
class CodeWords:
    """One code in the plan; `item` is the name it gets or has in the ERP."""

    id: int
    code: str
    name: str
    item: str
    erp_id: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What accepting would do. `problems` close it."""

    create: tuple[CodeWords, ...]
    tie: tuple[CodeWords, ...]
    settings: tuple[tuple[str, str], ...]
    problems: tuple[Denial, ...]


def plan(session: Session, connection_id: int, choice: Choice) -> Plan:
    """Read what the choice means now. Raises InputError at `codes` or `item-<row number>`, and NotFoundError."""
    connection = existing(session, connection_id)
    policy = policy_of(connection)
    if policy is not None and not policy.creates_codes:
        return Plan((), mapping_plan(session, connection, choice), (), ())
    codes = erp_code_lists.by_ids(session, _open_ids(session, connection_id, choice))
    if not codes:
        raise InputError("codes", "Tick at least one cost code that is not synced yet.")
    names = choice.items or {}
    tie = _all_tied(session, connection_id, [code for code in codes if names.get(code.id)], names)
    fresh = [code for code in codes if not names.get(code.id)]
    settings = settings_of(session, connection)
    task = CreateCodes(tasks.codes_by_id(session, [code.id for code in fresh]), settings)
    connector = connector_for(connection.connector)
    parent = _parent_name(connector, settings)
    return Plan(
        create=tuple(
            CodeWords(code.id, code.code, code.name, f"{parent}:{code.code}" if parent else code.code)
            for code in fresh
        ),
        tie=tie,
        settings=chosen_settings(session, connection),
        problems=tuple(connector.problems(task)) if fresh else (),
    )


def mapping_plan(session: Session, connection: ErpConnection, choice: Choice) -> tuple[CodeWords, ...]:
    """Each ticked code and the record that a person chose for it; where the ERP owns the list nothing is created."""
    if choice.all_proposed:
        found = all_proposals(session, connection.id)
        names = {code_id: record.full_name for code_id, record in found.items()}
    else:
        names = {code_id: (choice.items or {}).get(code_id, "") for code_id in choice.codes}
    codes = erp_code_lists.by_ids(session, tuple(names))
    if not codes:
        raise InputError("codes", "Tick at least one cost code, and choose what it is.")
    label = connector_for(connection.connector).short_label
    for code in codes:
        if not names[code.id]:
            sentence = f"Choose the cost code of {label} that {code.code} {code.name} is, or untick it."
            raise InputError(f"item-{code.id}", sentence)
    return _all_tied(session, connection.id, codes, names)


def accept(actor: Actor, connection_id: int, choice: Choice) -> tuple[int, int]:
    """Do what the plan says; returns how many codes were mapped and how many are being created."""
    with transaction() as session:
        wanted = plan(session, connection_id, choice)
        tie = {code.id: code.erp_id for code in wanted.tie}
        ids = [code.id for code in wanted.create]
        for start in range(0, len(ids), PER_ORDER) or (0,):
            links.accept_codes(actor, connection_id, ids[start : start + PER_ORDER], tie)
            tie = {}
        return len(wanted.tie), len(ids)


def chosen_settings(session: Session, connection: ErpConnection) -> tuple[tuple[str, str], ...]:
    """What the connection says about new records: the label of each field, and what was chosen for it."""
    settings = settings_of(session, connection)
    return tuple(
        (field.label, str(settings.get(f"{field.name}_name") or "not chosen"))
        for field in connector_for(connection.connector).setting_fields
        if field.choices_from
    )


def setting_problems(session: Session, connection: ErpConnection) -> tuple[Denial, ...]:
    """Why nothing can be created yet, whatever the code."""
    task = CreateCodes((), settings_of(session, connection))
    return tuple(connector_for(connection.connector).problems(task))


def _parent_name(connector: Connector, settings: Mapping[str, Any]) -> str:
    """The record under which new items are put, where the connection names one."""
    names = (
        settings.get(f"{field.name}_name")
        for field in connector.setting_fields
        if field.choices_from == "item"
    )
    return str(next(names, "") or "")


def _open_ids(session: Session, connection_id: int, choice: Choice) -> Sequence[int]:
    """Those of the choice that are neither synced nor ordered."""
    missing = erp_code_lists.missing_ids(session, connection_id, only_used=choice.all_used)
    if choice.all_used:
        return missing
    wanted = set(choice.codes)
    return [code_id for code_id in missing if code_id in wanted]


def _all_tied(
    session: Session, connection_id: int, codes: Sequence[CostCode], names: Mapping[int, str]
) -> tuple[CodeWords, ...]:
    """Each code with its record. Raises InputError where two have the same one, here or with what is mapped already."""
    found: dict[str, CodeWords] = {}
    for code in codes:
        tied = _tied(session, connection_id, code, names[code.id])
        first = found.setdefault(tied.erp_id, tied)
        if first is not tied:
            sentence = f"{tied.item} is chosen for {first.code} too. One of them must be another one."
            raise InputError(f"item-{code.id}", sentence)
    return tuple(found.values())


def _tied(session: Session, connection_id: int, code: CostCode, name: str) -> CodeWords:
    field = f"item-{code.id}"
    record = erp_choices.chosen(session, connection_id, "item", name, field)
    ties.check_code(session, connection_id, code.id, record, field)
    return CodeWords(code.id, code.code, code.name, record.full_name, record.erp_id)
