"""What the connection pages show: every connection with how it is, and one with its settings, file and password."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.domain.decisions import decide
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import OffersAgent, OffersFile, SettingField
from portal.erp.registry import all_connectors, connector_for
from portal.services.budget_facts import company
from portal.services.connections import (
    connection_settings,
    connection_tests,
    connection_values,
    connection_words,
    connections,
)
from portal.services.connections.connection_tests import ReadingTest
from portal.services.connections.connection_words import MachineRow
from portal.services.erp_lists import connection_heads
from portal.services.erp_lists.connection_heads import ConnectionHead
from portal.services.exchange import lost_answers

SELECT_AT_MOST = 300
"""Longer lists are typed with suggestions instead of opened."""
_KEEPS = "One is stored and not shown. Leave this empty to keep it."


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One line of the list."""

    id: int
    state: MachineRow


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One declared setting as a form field. `names` are offered; `is_select` opens them all.

    `options` are fixed (value, text); `shown` is what a reader sees.
    """

    name: str
    label: str
    hint: str
    kind: str
    value: str
    names: tuple[str, ...]
    is_select: bool
    options: tuple[tuple[str, str], ...]
    shown: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class ConnectionPage:
    """One connection. `file_refusal` says why the file cannot be had, "" when it can.

    `agent_label` names the download of an agent, "" where the ERP has none.
    """

    id: int
    name: str
    label: str
    transport: str
    username: str
    facts: tuple[tuple[str, str], ...]
    problem: str
    is_paused: bool
    settings: tuple[SettingRow, ...]
    head: ConnectionHead
    file_label: str
    file_refusal: str
    agent_label: str
    may_change: bool
    test: ReadingTest | None


def read_list(session: Session) -> tuple[ConnectionRow, ...]:
    """Every connection by name."""
    rows = connection_heads.connections(session)
    states = connection_words.read(session)  # in the same order, mail at the end
    return tuple(ConnectionRow(row.id, state) for row, state in zip(rows, states, strict=False))


def offered() -> tuple[tuple[str, str], ...]:
    """The ERPs that this portal can connect to, as (slug, label)."""
    return tuple((connector.slug, connector.label) for connector in all_connectors().values())


def may_change(actor: Actor) -> bool:
    """Whether the reader sees forms, or words."""
    return decide(Action.CONFIGURE_CONNECTION, actor, CompanyFacts()).open


def read(session: Session, actor: Actor, connection_id: int, base_url: str) -> ConnectionPage:
    """One connection. Raises NotFoundError."""
    row = connections.existing(session, connection_id)
    connector = connector_for(row.connector)
    settings = connection_settings.settings_of(session, row)
    return ConnectionPage(
        id=row.id,
        name=row.name,
        label=connector.label,
        transport=connector.transport,
        username=row.username,
        facts=_facts(session, row),
        problem=row.last_problem,
        is_paused=row.paused,
        settings=tuple(_setting(session, row, field, settings) for field in connector.setting_fields),
        head=connection_heads.head_of(session, actor, row),
        file_label=connector.file_label if isinstance(connector, OffersFile) else "",
        file_refusal=_file_refusal(session, row, base_url),
        agent_label=connector.agent_label if isinstance(connector, OffersAgent) else "",
        may_change=may_change(actor),
        test=connection_tests.read(session, row),
    )


def _facts(session: Session, row: ErpConnection) -> tuple[tuple[str, str], ...]:
    zone = company(session).timezone
    state = next(each.state for each in read_list(session) if each.id == row.id)
    return (
        ("State", f"{state.word}. {state.sentence}"),
        ("Last call", clock.say_moment(row.last_contact_at, zone) or "never"),
        ("Company there", str(row.company.get("name") or "not known yet")),
        ("Lists read", clock.say_moment(row.last_lists_at, zone) or "never"),
        ("Lost answers", lost_answers.count(session, row.id).words),
        ("User name", row.username),
    )


def _setting(
    session: Session, row: ErpConnection, field: SettingField, settings: dict[str, object]
) -> SettingRow:
    names = connection_values.names(session, row.id, field) if field.choices_from else ()
    if field.kind == connection_values.SECRET:
        is_stored = field.name in row.settings
        hint = " ".join(part for part in (field.hint, _KEEPS if is_stored else "") if part)
        shown = "stored, not shown" if is_stored else ""
        return SettingRow(
            name=field.name,
            label=field.label,
            hint=hint,
            kind=field.kind,
            value="",
            names=(),
            is_select=False,
            options=(),
            shown=shown,
            is_secret=True,
        )
    key = f"{field.name}_name" if field.choices_from else field.name
    value = str(settings.get(key) or field.default)
    return SettingRow(
        name=field.name,
        label=field.label,
        hint=field.hint,
        kind=field.kind,
        value=value,
        names=names,
        is_select=bool(field.choices_from) and len(names) <= SELECT_AT_MOST,
        options=field.choices,
        shown=dict(field.choices).get(value, value),
    )


def _file_refusal(session: Session, row: ErpConnection, base_url: str) -> str:
    try:
        connections.file_of(session, row, base_url)
    except ValueError as refused:
        return str(refused)
    return ""
