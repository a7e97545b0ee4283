"""The sync service's door for the sync agent: JSON over HTTP, versioned, described at /agent/v1/openapi.json.

The agent dials out and asks for work; the portal never calls it. Every call but the registration carries the ticket
of its session. What is taken and answered is declared in `agent_payloads`. Source: How does the hh2 synchronization
client connect Procore to Sage 100 Contractor?
"""

import hashlib
import time

from flask import Blueprint, Response, current_app, request

from portal.db.transactions import reader, transaction
from portal.gateways import agent_payloads as wire
from portal.gateways.agent_answers import again_in, answer, body_of, fault, query_of, trouble
from portal.gateways.agent_doors import refuse_elsewhere, serves, ticket
from portal.gateways.agent_openapi import document
from portal.gateways.agent_shapes import failure_shape, operation_shape, record_shape, request_shape
from portal.gateways.agent_trees import write_tree
from portal.gateways.agent_waits import wait_for_work
from portal.services.intentions import NotFoundError
from portal.services.sync import agent_runs, agent_sessions, agent_work, failures, operations, staging
from portal.services.sync.agent_sessions import Caller, Verdict
from portal.settings import Settings

MARKER_SECONDS, FULL_SECONDS = 2, 300
"""How often the agent looks whether anything changed, and how often it compares everything."""
NO_PLACE_SECONDS = 2
"""After these an agent comes again whose poll could not wait."""
_STATUSES = {
    Verdict.WRONG_KEY: 401,
    Verdict.TOO_MANY: 429,
    Verdict.NOT_STAGED: 409,
    Verdict.OTHER_COMPANY: 409,
    Verdict.PAUSED: 423,
    Verdict.BUSY: 423,
}

blueprint = Blueprint("agent", __name__, url_prefix=wire.PATH)
blueprint.register_error_handler(Exception, trouble)
refuse_elsewhere(blueprint)


@serves(blueprint, wire.REGISTER)
def register() -> Response:
    """A session for who knows the key and reads the connection's own company."""
    told = body_of(wire.REGISTER)
    address = request.remote_addr or ""
    caller = Caller(
        told["Username"],
        told["AgentKey"],
        address,
        told["Machine"] or address,
        write_tree(told["Company"]),
    )
    found = agent_sessions.register(caller, _settings().busy_time)
    if found.verdict is not Verdict.WELCOME:
        again = again_in(int(found.wait.total_seconds()) + 1) if found.wait else None
        return fault(found.sentence, _STATUSES[found.verdict], again)
    return answer(
        {
            "Ticket": found.ticket,
            "PollSeconds": wire.LONGEST_WAIT,
            "MarkerSeconds": MARKER_SECONDS,
            "FullSeconds": FULL_SECONDS,
            "Entities": found.entities,
            "Version": found.version,
        }
    )


@serves(blueprint, wire.REQUESTS)
def requests() -> Response:
    """The next operation, now or within the time that the caller is ready to wait."""
    begun = time.monotonic()
    seconds = min(query_of(wire.REQUESTS)["wait"], wire.LONGEST_WAIT)
    ask_first = not _settings().unsafe_resend
    found = agent_work.next_operation(ticket(), ask_first=ask_first)
    if found is None and seconds:
        found = wait_for_work(ticket(), seconds, _settings().busy_time, ask_first=ask_first)
    if found is not None:
        return answer(request_shape(found))
    too_early = time.monotonic() - begun < seconds - 1
    return answer(None, headers=again_in(NO_PLACE_SECONDS) if too_early else None)


@serves(blueprint, wire.RECEIVED)
def received(operation_id: str) -> Response:
    """The agent begins with the operation."""
    return answer(None) if agent_work.receive(ticket(), operation_id) else _not_held()


@serves(blueprint, wire.COMPLETED)
def completed(operation_id: str) -> Response:
    """How the operation ended."""
    agent_sessions.looking(reader(), ticket())
    told = body_of(wire.COMPLETED)
    known = agent_work.complete(ticket(), operation_id, told, write_tree(told))
    return answer({"Known": True}) if known else _not_held()


@serves(blueprint, wire.RUNS)
def runs() -> Response:
    """A comparison begins."""
    told = body_of(wire.RUNS)
    with transaction() as session:
        _row, connection = agent_sessions.at_work(session, ticket())
        run_id = agent_runs.begin(session, connection, told["Trigger"], told["OperationId"])
    return answer({"RunId": run_id})


@serves(blueprint, wire.CHANGES)
def changes() -> Response:
    """What the comparison brought, package by package."""
    agent_sessions.looking(reader(), ticket())
    told = body_of(wire.CHANGES)
    content = hashlib.sha256(write_tree(told)).hexdigest()
    batch = staging.Batch(told["BatchId"], content, told["Records"])
    with transaction() as session:
        _row, connection = agent_sessions.at_work(session, ticket())
        return answer(staging.take(session, connection.id, told["RunId"], batch))


@serves(blueprint, wire.FINISHED)
def finished(run_id: int) -> Response:
    """The comparison is complete."""
    agent_sessions.looking(reader(), ticket())
    told = body_of(wire.FINISHED)
    with transaction() as session:
        _row, connection = agent_sessions.at_work(session, ticket())
        agent_runs.finish(session, connection.id, run_id, told)
    return answer(None)


@serves(blueprint, wire.RECORDS)
def records() -> Response:
    """What is staged above a Version."""
    asked = query_of(wire.RECORDS)
    found = staging.changed_since(
        reader(),
        _note_contact(),
        [asked["entity"]] if asked["entity"] else None,
        asked["version"],
        offset=asked["page"] * staging.PAGE,
    )
    reached = found[-1].version if found else asked["version"]
    return answer({"Records": [record_shape(row) for row in found], "Version": reached})


@serves(blueprint, wire.OPERATION)
def operation(operation_id: str) -> Response:
    """How far an operation has come."""
    step = operations.find(reader(), _note_contact(), operation_id)
    if step is None:
        raise NotFoundError("There is no such operation.")
    return answer(operation_shape(operation_id, operations.progress(reader(), step)))


@serves(blueprint, wire.FAILURES)
def failed() -> Response:
    """What went wrong, in the ERP's words."""
    asked = query_of(wire.FAILURES)
    rows = failures.listed(reader(), _note_contact(), asked["operation"], asked["after"])
    return answer([failure_shape(row) for row in rows])


@serves(blueprint, wire.OPENAPI)
def openapi() -> Response:
    """The description, for everybody."""
    return answer(document(_settings().base_url))


def _note_contact() -> int:
    """Stamp the contact of who only reads; returns the connection's row number."""
    with transaction() as session:
        return agent_sessions.at_work(session, ticket())[1].id


def _not_held() -> Response:
    return fault("This session does not hold that operation. Ask for the next one.", 409)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["portal_settings"]
    return settings
