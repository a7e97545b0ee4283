"""Asking the connector, and surviving it: what it cannot make sense of needs a person and lets the next one pass."""

import logging
import secrets
from collections.abc import Callable

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.db.exchange import ErpRequest, ErpStep
from portal.erp.contract import Answer, Connector, NeedsPerson, Turn
from portal.services.exchange.tasks import task_for

_log = logging.getLogger(__name__)


def begin(session: Session, connector: Connector, request: ErpRequest) -> Turn:
    """The first turn of a request."""
    return _guarded(request, lambda: connector.start(task_for(session, request)))


def read(session: Session, connector: Connector, request: ErpRequest, step: ErpStep, answer: Answer) -> Turn:
    """The turn after an answer."""
    return _guarded(
        request, lambda: connector.proceed(task_for(session, request), step.name, request.memory, answer)
    )


def _guarded(request: ErpRequest, ask: Callable[[], Turn]) -> Turn:
    try:
        return ask()
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect on one request must not stop the queue
        return defect(request, error)


def defect(request: ErpRequest, error: Exception) -> NeedsPerson:
    """Log what went wrong here under a number that a person can quote; no later poll stumbles over it again."""
    number = secrets.token_hex(4)
    _log.error("request %s (%s) needs a person, %s", request.id, request.kind, number, exc_info=error)
    return NeedsPerson(
        (
            (
                f"The portal could not go on with this request and has set it aside ({type(error).__name__}). "
                f"Tell your administrator the number {number}."
            ),
        )
    )
