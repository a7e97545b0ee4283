"""JSON doors for what goes wrong at the desk, on purpose."""

from dataclasses import asdict

from flask import jsonify
from flask.typing import ResponseReturnValue

from portal.practice.sage import faults
from portal.practice.sage.page.desks import desk, writing
from portal.practice.sage.page.json_answers import doors, sent

blueprint = doors("fault_doors")


@blueprint.get("/faults")
def armed() -> ResponseReturnValue:
    """The faults there are and those that are armed."""
    known = desk().faults
    return jsonify(faults={**faults.SWITCHES, **faults.AT_ONCE}, armed=[asdict(one) for one in known.armed()])


@blueprint.post("/faults")
def arm() -> ResponseReturnValue:
    """Arm a switch (name, times, value), or do at once what AT_ONCE names (name and its fields)."""
    fields = sent()
    name = fields.pop("name", "")
    if name in faults.SWITCHES:
        desk().faults.arm(name, int(fields.get("times", "1")), fields.get("value", ""))
    else:
        with writing() as database:
            faults.do_at_once(database, name, fields)
    return jsonify(armed=[asdict(one) for one in desk().faults.armed()])


@blueprint.delete("/faults")
def clear() -> ResponseReturnValue:
    """Disarm all switches."""
    desk().faults.clear()
    return "", 204
