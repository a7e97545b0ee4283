"""The settings that a connector declares: their defaults, what a person may choose, and checking what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpRecord
from portal.erp.contract import SettingField
from portal.services.erp_lists import erp_choices
from portal.services.intentions import InputError
from portal.services.secrets import sealed_settings
from portal.vault import Vault

LONGEST = 260
_MOST_DIGITS = 4
SECRET = "secret"  # noqa: S105 - a kind of field
"""The kind of a field that is stored sealed and never shown."""


class ValueErrors(Exception):  # noqa: N818 - several InputErrors at once
    """Every field that cannot be taken, with its sentence."""

    def __init__(self, errors: tuple[InputError, ...]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = errors


def defaults(fields: Sequence[SettingField]) -> dict[str, str]:
    """What a new connection begins with."""
    return {field.name: field.default for field in fields if field.default and field.kind != SECRET}


def checked(
    session: Session, connection_id: int, fields: Sequence[SettingField], typed: Mapping[str, str]
) -> dict[str, str]:
    """The values to store but for secrets: texts, and for a choice the ERP's id of the record named.

    A choice among the ERP's records is typed as the record's full name, a fixed one as its value. A fixed choice that
    is left out keeps its default. Raises ValueErrors.
    """
    values: dict[str, str] = {}
    errors: list[InputError] = []
    for field in fields:
        if field.kind == SECRET:
            continue
        try:
            values[field.name] = _value(
                session, connection_id, field, " ".join(typed.get(field.name, "").split())
            )
        except InputError as error:
            errors.append(error)
    if errors:
        raise ValueErrors(tuple(errors))
    return values


def sealed(
    vault: Vault, fields: Sequence[SettingField], typed: Mapping[str, str], stored: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    """The secrets that were typed, sealed; one left blank keeps what is stored and is left out. Raises ValueErrors."""
    values: dict[str, dict[str, str]] = {}
    errors: list[InputError] = []
    for field in fields:
        text = typed.get(field.name, "") if field.kind == SECRET else ""
        if len(text) > LONGEST:
            errors.append(InputError(field.name, f"Enter at most {LONGEST} characters."))
        elif text:
            values[field.name] = sealed_settings.put_away(vault, text)
        elif field.kind == SECRET and field.required and field.name not in stored:
            errors.append(InputError(field.name, "This is needed. Fill it in."))
    if errors:
        raise ValueErrors(tuple(errors))
    return values


def names(session: Session, connection_id: int, field: SettingField) -> tuple[str, ...]:
    """Full names of the active records that may be chosen for `field`, in order."""
    if not field.choices_where:
        return erp_choices.names(session, connection_id, field.choices_from)
    records = session.scalars(
        select(ErpRecord)
        .where(
            ErpRecord.connection_id == connection_id, ErpRecord.kind == field.choices_from, ErpRecord.active
        )
        .order_by(ErpRecord.full_name)
    )
    return tuple(record.full_name for record in records if record.detail.get(field.choices_where))


def _value(session: Session, connection_id: int, field: SettingField, text: str) -> str:
    if not text:
        if field.choices:
            return field.default
        if field.required:
            raise InputError(field.name, "This is needed. Fill it in.")
        return ""
    if field.kind == "number" and not (text.isascii() and text.isdecimal() and 0 < len(text) <= _MOST_DIGITS):
        raise InputError(field.name, "Enter a whole number.")
    if field.kind == "number" and int(text) == 0:
        raise InputError(field.name, "Enter at least 1.")
    if len(text) > LONGEST:
        raise InputError(field.name, f"Enter at most {LONGEST} characters.")
    if field.choices and text not in dict(field.choices):
        raise InputError(field.name, "Choose one from the list.")
    return _chosen(session, connection_id, field, text) if field.choices_from else text


def _chosen(session: Session, connection_id: int, field: SettingField, text: str) -> str:
    record = erp_choices.chosen(session, connection_id, field.choices_from, text, field.name)
    if field.choices_where and not record.detail.get(field.choices_where):
        raise InputError(field.name, f"{record.full_name} is of another type. Choose one from the list.")
    return record.erp_id
