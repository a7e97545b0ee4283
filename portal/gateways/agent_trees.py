"""Reading a body as JSON, and refusing what could hurt further in: odd letters, endless nesting, no numbers."""

import json
import math
import re
from typing import Any

DEEPEST = 8
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


class PayloadError(ValueError):
    """The body cannot be taken; the text is a sentence that names the place."""


def read_tree(body: bytes) -> Any:
    """Read one JSON document. Raises PayloadError with a sentence."""
    try:
        tree = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise PayloadError("The body is not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise PayloadError("The body is not a JSON document.") from None
    _refuse_oddities(tree)
    return tree


def write_tree(tree: Any) -> bytes:
    """The same content as the same bytes, whatever the order of its members: for storing and for comparing."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _no_number(word: str) -> float:
    raise ValueError(word)


def _refuse_oddities(tree: Any) -> None:
    """Databases take no NUL and no half of a surrogate pair, not even inside a document."""
    level, waiting = 0, [tree]
    while waiting:
        if level > DEEPEST:
            raise PayloadError(f"The body nests more than {DEEPEST} levels.")
        inner: list[Any] = []
        for each in waiting:
            if isinstance(each, dict):
                inner += [*each.keys(), *each.values()]
            elif isinstance(each, list):
                inner += each
            elif isinstance(each, str) and _NOT_STORABLE.search(each):
                raise PayloadError("The body holds a letter that cannot be stored (NUL or half of a pair).")
            elif isinstance(each, float) and not math.isfinite(each):
                raise PayloadError("The body holds a number beyond all limits.")
        level, waiting = level + 1, inner
