"""JSON doors for what goes wrong on purpose."""

from dataclasses import asdict

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from portal.practice.identity.faults import SWITCHES
from portal.practice.identity.houses import house

blueprint = Blueprint("faults", __name__, url_prefix="/api")


@blueprint.get("/faults")
def armed() -> ResponseReturnValue:
    """The faults there are and those that are armed."""
    return jsonify(faults=dict(SWITCHES), armed=[asdict(one) for one in house().faults.armed()])


@blueprint.post("/faults")
def arm() -> ResponseReturnValue:
    """Arm one: JSON with name, times (1) and value."""
    given = request.get_json()
    try:
        house().faults.arm(
            str(given.get("name", "")), int(given.get("times", 1)), str(given.get("value", ""))
        )
    except ValueError as error:
        return jsonify(error=str(error)), 422
    return armed()


@blueprint.delete("/faults")
def clear() -> ResponseReturnValue:
    """Disarm all."""
    house().faults.clear()
    return "", 204
