"""What every JSON door shares: reading what was sent, and answering a refusal with its sentence."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from portal.practice.sage import jobs
from portal.practice.sage.refusals import NotOnFileError


def refuse(error: Exception) -> ResponseReturnValue:
    """Answer 409 with the sentence; 404 where something is not on file."""
    return jsonify(error=str(error)), 404 if isinstance(error, NotOnFileError) else 409


def miss(error: Exception) -> ResponseReturnValue:
    """Answer 400 where a field is missing or not known."""
    return jsonify(error=f"Look at the fields you sent: {error}"), 400


def doors(name: str) -> Blueprint:
    """A room of doors below `/api` that answers every refusal in JSON."""
    room = Blueprint(name, __name__, url_prefix="/api")
    room.register_error_handler(ValueError, refuse)
    room.register_error_handler(TypeError, miss)
    return room


def sent() -> dict[str, str]:
    """The fields that were sent, as texts; a member that is null is empty. Raises TypeError for anything else."""
    content: Any = request.get_json()
    if not isinstance(content, dict):
        raise TypeError("one JSON object is wanted")
    return {str(key): "" if value is None else str(value) for key, value in content.items()}


def sent_job() -> int:
    """The number of the job that was sent."""
    return jobs.number_of(sent().get("job", ""))


def asked_job() -> int:
    """The number of the job in the address, `?job=`."""
    return jobs.number_of(request.args.get("job", ""))


def is_on(text: str) -> bool | None:
    """True, false, or None for neither."""
    return {"true": True, "false": False}.get(text.lower())
