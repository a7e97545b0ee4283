"""The OpenAPI 3.1 description of the sync service, made from the tables that check what comes in.

Source: OpenAPI Specification 3.1.
"""

import re
from typing import Any

from portal.gateways.agent_members import SENTENCE, Member
from portal.gateways.agent_payloads import ERROR, OPERATIONS, PATH, Operation

VERSION = "1.0"
_MEANINGS = {
    400: "The body or the query cannot be read; the sentence names the member.",
    401: "No session: register (again).",
    404: "There is no such thing, or it belongs to another connection.",
    405: "The address does not take this method.",
    409: "It does not fit what the service knows.",
    413: "The body is too large.",
    423: "The connection is paused, or an agent on another computer is at work.",
    429: "Too many wrong keys; Retry-After says when to try again.",
    500: "Unforeseen; the sentence holds a number for the administrator.",
    503: "Busy; Retry-After says when to try again.",
}
_PLAIN = {
    "text": {"type": "string"},
    "time": {"type": "string", "format": "date-time"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
    "map": {"type": "object"},
}
_TEXT_OR_TEXTS = {
    "oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]
}


def document(base_url: str) -> dict[str, Any]:
    """The description, for a portal that is reached under `base_url`."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(PATH + operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sync service",
            "version": VERSION,
            "description": "Between the budget portal and the sync agent beside an ERP. The agent alone dials.",
        },
        "servers": [{"url": base_url}],
        "security": [{"ticket": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"ticket": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _object(ERROR)},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_in_path(operation), *(_in_query(member) for member in operation.query)],
        "responses": _responses(operation),
    }
    if operation.open:
        found["security"] = []
    if operation.body is not None:
        found["requestBody"] = {"required": True, "content": _json(_object(operation.body))}
    return found


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if name == "run_id" else "string"},
        }
        for name in re.findall(r"\{(\w+)\}", operation.path)
    ]


def _in_query(member: Member) -> dict[str, Any]:
    return {"name": member.name, "in": "query", "required": member.required, "schema": _schema(member)}


def _responses(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if operation.answer is not None:
        whole = _object(operation.answer)
        found["200"] = {
            "description": "The answer.",
            "content": _json({"type": "array", "items": whole} if operation.listed else whole),
        }
    if operation.answer is None or operation.may_be_empty:
        found["204"] = {"description": "Nothing to tell."}
    for status in sorted({*_usual(operation), *operation.statuses}):
        found[str(status)] = {
            "description": _MEANINGS[status],
            "content": _json({"$ref": "#/components/schemas/Error"}),
        }
    return found


def _usual(operation: Operation) -> set[int]:
    """What every operation of its kind may answer."""
    usual = {405, 500, 503}
    if operation.body is not None:
        usual |= {400, 413}
    if operation.query:
        usual.add(400)
    if not operation.open or operation.statuses:
        usual.add(401)
    return usual


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _object(members: tuple[Member, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {member.name: _schema(member) for member in members},
        "required": [member.name for member in members if member.required],
    }


def _schema(member: Member) -> dict[str, Any]:
    """The same limits that `agent_members.check` holds a payload to."""
    found = _shape(member)
    if member.choices:
        found["enum"] = list(member.choices)
    if member.note:
        found["description"] = member.note
    return found


def _shape(member: Member) -> dict[str, Any]:
    match member.kind:
        case "text":
            return {
                **_PLAIN["text"],
                "maxLength": member.limit,
                **({"minLength": 1} if member.filled else {}),
            }
        case "number":
            return {**_PLAIN["number"], "minimum": 0, "maximum": member.limit}
        case "texts":
            items = {"type": "string", "maxLength": SENTENCE}
            return {"type": "array", "items": items, "maxItems": member.limit}
        case "fields":
            return {"type": "object", "maxProperties": member.limit, "additionalProperties": _TEXT_OR_TEXTS}
        case "object":
            return _object(member.members)
        case "objects":
            return {"type": "array", "items": _object(member.members), "maxItems": member.limit}
        case plain:
            return dict(_PLAIN[plain])
