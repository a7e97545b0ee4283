"""What a connector says after each answer: the next document, the result, or why not."""

from dataclasses import dataclass, field

from portal.erp.results import Result
from portal.erp.tasks import Memory


@dataclass(frozen=True, slots=True)
class Step:
    """The next document: `content` is what the envelope will wrap. `mutates` steps get a wire id that the ERP keeps."""

    name: str
    content: bytes
    mutates: bool
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """The task is done."""

    result: Result


@dataclass(frozen=True, slots=True)
class Refused:
    """The ERP said no for good: nothing of this step was written. Messages are the ERP's own, then what to do."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TryLater:
    """The ERP could not now (in use, company closed): the same step again after a pause, as a new attempt."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """Nothing may be done automatically any more (same wire id with another body, an answer that fits nothing)."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Asked about a wire id, the ERP says it never saw it: a new attempt with a new wire id is safe."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The connection broke: whether the ERP ran the step is unknown. Ask before anything else."""

    messages: tuple[str, ...]


Turn = Step | Finished | Refused | TryLater | NeedsPerson | Unknown | Unanswered


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a step: the raw document, or a transport error code and text. `asked`: to a status query."""

    body: bytes
    error_code: str = ""
    error_text: str = ""
    asked: bool = False
