"""Finds connectors: every folder below `erp/connectors` that offers a `CONNECTOR`. No list names the vendors."""

import importlib
import pkgutil
from functools import cache

from portal.erp import connectors
from portal.erp.contract import Connector


class UnknownConnectorError(LookupError):
    """No folder of that name; a connection refers to a vendor that is not installed."""


@cache
def all_connectors() -> dict[str, Connector]:
    """Every vendor by slug, in alphabetical order."""
    found = [
        importlib.import_module(f"{connectors.__name__}.{module.name}").CONNECTOR
        for module in pkgutil.iter_modules(connectors.__path__)
        if module.ispkg
    ]
    return {connector.slug: connector for connector in sorted(found, key=lambda each: each.slug)}


def connector_for(slug: str) -> Connector:
    """The vendor named `slug`. Raises UnknownConnectorError."""
    try:
        return all_connectors()[slug]
    except KeyError:
        raise UnknownConnectorError(slug) from None
