"""The last look at an operation before it travels: it holds what its type asks for, and nothing else."""

import json
from typing import Any

from portal.erp.connectors.sage_100_contractor.operations import as_document
from portal.erp.connectors.sage_100_contractor.shapes import SHAPES, WRITES, first_problem


def envelope(content: bytes, wire_id: str | None) -> bytes:
    """The bytes of an operation, {"Type", "Payload"}. Raises ValueError with the member that does not hold.

    A writing operation travels under a wire id, which the sync agent keeps in its journal; a reading one without.
    """
    kind, payload = _read(content)
    if kind not in SHAPES:
        raise ValueError(f"The sync agent knows no operation {kind}.")
    if (wire_id is not None) != (kind in WRITES):
        raise ValueError(f"The operation {kind} must {'not ' if wire_id else ''}have an id of its own.")
    problem = first_problem(payload, SHAPES[kind])
    if problem:
        raise ValueError(f"In the operation {kind} {problem}.")
    return as_document(kind, payload)


def _read(content: bytes) -> tuple[str, Any]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise ValueError("The operation is not JSON.") from error
    if not isinstance(document, dict) or document.keys() != {"Type", "Payload"}:
        raise ValueError("An operation has a Type and a Payload, and nothing else.")
    return str(document["Type"]), document["Payload"]
