"""The shape of a room: one task from its first document to its result, looking before it writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.erp.connectors.quickbooks_desktop.answers import Answer
from portal.erp.connectors.quickbooks_desktop.message_sets import Request, write_requests
from portal.erp.contract import Memory, Step, Turn

Reader = Callable[[Any, Memory, Answer], Turn]
"""Reads the answer to one step of a task and says what comes next."""


@dataclass(frozen=True, slots=True)
class Room:
    """`start` makes the first document; `steps` holds the reader of each step's answer by the step's name."""

    start: Callable[[Any, Memory], Turn]
    steps: Mapping[str, Reader]


def ask(name: str, memory: Memory, *requests: Request) -> Step:
    """A step that only reads."""
    return Step(name, write_requests(*requests), mutates=False, memory=memory)


def write(name: str, memory: Memory, request: Request) -> Step:
    """A step that changes QuickBooks: one request, alone in its message set."""
    return Step(name, write_requests(request), mutates=True, memory=memory)
