"""Does this sync agent read the connection's own company? The first contact is remembered, another one not served."""

import json
from typing import Any

from portal.erp.contract import Identity, Recognition


def recognise(identity: Identity, document: bytes) -> Recognition:
    """The company of {Name, Database, Key}, or the sentence that tells why it is not served.

    The key decides, so that a company may be renamed; its database must stay the same too.
    """
    told = _read(document)
    if told is None:
        return Recognition(
            {}, "The sync agent did not say which company it reads. Run portal-agent check on its computer."
        )
    known = identity.company
    if known.get("name") and any(told[part] != known.get(part, "") for part in ("key", "database")):
        return Recognition(
            {},
            f"This sync agent reads another company: {told['name']} ({told['database']}). The connection belongs to "
            f"{known.get('name')} ({known.get('database')}); nothing was sent. Set the right database in the agent's "
            "settings, or add a connection for the other company.",
        )
    return Recognition(told)


def _read(document: bytes) -> dict[str, str] | None:
    try:
        told: Any = json.loads(document)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    found = {name.lower(): str(told.get(name) or "").strip() for name in ("Name", "Database", "Key")}
    return found if found["name"] and (found["key"] or found["database"]) else None
