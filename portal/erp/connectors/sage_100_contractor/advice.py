"""What to do about what Sage or its agent said: the next step for a person, after the words as they came.

Source: Setting the original budget; Creating budgets; errors that importers of 6-2 budgets meet.
"""

import re

_RETRY = "then retry the export."

_TABLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"expected (?:only )?1 result", re.IGNORECASE),
        f"Two rows of 6-2 name the same cost code. Put their amounts into one row and delete the other, {_RETRY}",
    ),
    (
        re.compile(r"already in use", re.IGNORECASE),
        "Type another number, or link the project with the job that has it.",
    ),
    (
        re.compile(r"lock(?:ed)? edit|budget is locked", re.IGNORECASE),
        f"Clear Lock Edit in 6-2 of this job, {_RETRY}",
    ),
    (
        re.compile(r"record (?:is )?in use|opened by another", re.IGNORECASE),
        "Close the record on every computer; the portal tries again by itself.",
    ),
)
_UNSAID = "The sync agent gave no reason. Look into its log on the Sage 100 Contractor server, then retry."


def advise(messages: tuple[str, ...]) -> tuple[str, ...]:
    """The messages as they came, then what to do where they do not say so; a sentence of ours where there are none."""
    if not messages:
        return (_UNSAID,)
    said = " ".join(messages)
    if "retry" in said:
        return messages
    return (*messages, *(advice for pattern, advice in _TABLE if pattern.search(said)))
