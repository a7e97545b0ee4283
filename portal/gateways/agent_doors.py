"""How the agent's operations become addresses, and who may call them: nobody without the ticket of a session."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from portal.gateways.agent_payloads import OPERATIONS, Operation
from portal.services.sync.agent_sessions import NoSessionError

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_BEARER = re.compile(r"Bearer +(\S{1,100})")
View = Callable[..., Response]


def serves(blueprint: Blueprint, operation: Operation) -> Callable[[View], View]:
    """Serve an operation at its address, under its name, by its method alone: HEAD must not take work away."""
    path = operation.path.replace("{run_id}", "<int:run_id>").replace("{", "<").replace("}", ">")

    def register(view: View) -> View:
        @wraps(view)
        def guarded(**given: Any) -> Response:
            if request.method != operation.method:
                raise MethodNotAllowed([operation.method])
            return view(**given)

        blueprint.add_url_rule(
            path, operation.name, guarded, methods=[operation.method], provide_automatic_options=False
        )
        return view

    return register


def refuse_elsewhere(blueprint: Blueprint) -> None:
    """No page for people answers below the blueprint's address, whatever is asked."""

    def elsewhere(rest: str) -> Response:
        allowed = [each.method for each in OPERATIONS if _pattern(each).fullmatch(f"/{rest}")]
        raise MethodNotAllowed(allowed) if allowed else NotFound

    blueprint.add_url_rule(
        "/<path:rest>", "elsewhere", elsewhere, methods=METHODS, provide_automatic_options=False
    )


def ticket() -> str:
    """The ticket of the session. Raises NoSessionError where none is sent."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if found is None:
        raise NoSessionError
    return found[1]


def _pattern(operation: Operation) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", operation.path))
