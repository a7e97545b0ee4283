"""How far a check of a project's job costs has come, whichever way its ERP is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A reading that was asked for: the number of its request, or of its run where an agent syncs in two steps.

    `running`: ask again soon; `arrived`: the page has new figures to show.
    """

    request_id: int
    title: str
    sentence: str
    running: bool
    arrived: bool
