"""Secret settings of a connection as they lie in its JSON: `{"sealed": ...}` in the place of a text.

Marked in the value itself, so that a rotation finds it also when the connector that declared it is not installed.
"""

from collections.abc import Mapping
from typing import Any

from portal.vault import Vault

_MARK = "sealed"


def put_away(vault: Vault, text: str) -> dict[str, str]:
    """The stored form of a secret text."""
    return {_MARK: vault.seal(text)}


def is_sealed(value: Any) -> bool:
    """Whether a stored setting is a secret."""
    return isinstance(value, dict) and isinstance(value.get(_MARK), str)


def open_settings(vault: Vault, settings: Mapping[str, Any]) -> dict[str, str]:
    """The secret settings in the clear, by name: for a transport that signs in somewhere, never for a document.

    Raises SealBrokenError.
    """
    return {name: vault.open(value[_MARK]) for name, value in settings.items() if is_sealed(value)}


def without_secrets(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What may stand on a page, in a task or in a stored document."""
    return {name: value for name, value in settings.items() if not is_sealed(value)}


def resealed(vault: Vault, settings: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The settings with every secret under the first key, and how many there are. Raises SealBrokenError."""
    fresh = {
        name: {_MARK: vault.reseal(value[_MARK])} if is_sealed(value) else value
        for name, value in settings.items()
    }
    return fresh, sum(is_sealed(value) for value in settings.values())
