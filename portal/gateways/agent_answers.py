"""JSON out, and JSON in: bodies checked against their declaration, and every error as a sentence with its status."""

import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.gateways.agent_members import check
from portal.gateways.agent_payloads import MB, Operation
from portal.gateways.agent_trees import PayloadError, read_tree, write_tree
from portal.services.intentions import NotFoundError
from portal.services.sync.agent_runs import ConnectionPausedError, RunOverError
from portal.services.sync.agent_sessions import NoSessionError
from portal.services.sync.staging import BatchConflictError

CONTENT_TYPE = "application/json"
AGAIN = 5
"""Seconds after which a busy database is asked again."""
_STATUSES = {
    PayloadError: 400,
    NotFoundError: 404,
    BatchConflictError: 409,
    RunOverError: 409,
    ConnectionPausedError: 423,
}
_SENTENCES = {
    404: "There is nothing at this address. The description of the service stands at /agent/v1/openapi.json.",
    405: "This address does not take that method. The description stands at /agent/v1/openapi.json.",
}
_log = logging.getLogger(__name__)


def body_of(operation: Operation) -> dict[str, Any]:
    """The members of the body that the operation declares. Raises PayloadError, RequestEntityTooLarge."""
    request.max_content_length = operation.largest
    if (request.content_length or 0) > operation.largest:
        raise _too_large(operation)
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise _too_large(operation) from None
    return check(operation.body or (), read_tree(body))


def query_of(operation: Operation) -> dict[str, Any]:
    """The declared members of the query. Raises PayloadError."""
    given = {name: value for name, value in request.args.items() if value != ""}
    read_tree(write_tree(given))
    return check(operation.query, given)


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON with a status; None is 204 without a body."""
    if content is None:
        return Response(status=204, headers=headers)
    return Response(write_tree(content), status=status, headers=headers, content_type=CONTENT_TYPE)


def moment(at: datetime | None) -> str | None:
    """`2026-11-22T09:00:00Z`, in UTC; None stays None."""
    return (
        None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def fault(sentence: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """An error as the wire has it."""
    return answer({"Error": sentence}, status, headers)


def again_in(seconds: int) -> dict[str, str]:
    """The header that says when to come again."""
    return {"Retry-After": str(seconds)}


def trouble(error: Exception) -> Response:
    """Whatever went wrong, as a sentence. The unforeseen gets a number only."""
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            return fault(str(error), status)
    if isinstance(error, NoSessionError):
        challenge = {"WWW-Authenticate": 'Bearer realm="agent"'}
        return fault("This session is over or unknown. Register again.", 401, challenge)
    if isinstance(error, HTTPException):
        status = error.code or 500
        return fault(_SENTENCES.get(status, error.description or error.name), status)
    if isinstance(error, OperationalError):
        _log.warning("database not available: %s", error.orig)
        return fault("The portal's database is busy. Try again in a moment.", 503, again_in(AGAIN))
    number = secrets.token_hex(4)
    _log.error("unforeseen %s at %s", number, request.url_rule, exc_info=error)
    return fault(f"Something went wrong in the portal. Tell its administrator the number {number}.", 500)


def _too_large(operation: Operation) -> RequestEntityTooLarge:
    largest = (
        f"{operation.largest // MB} MB" if operation.largest >= MB else f"{operation.largest // 1024} KB"
    )
    return RequestEntityTooLarge(f"The body is larger than {largest}. Send less at a time.")
