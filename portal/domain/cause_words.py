"""The likely cause of a difference in one sentence that ends with the next step.

The words of a vendor come from its connector. Source: Setting the original budget; Things to Know (each connector).
"""

from dataclasses import dataclass

from portal.domain.causes import Cause
from portal.domain.facts import ErpPolicy
from portal.domain.money import format_difference


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it happened: the ERP and its short name, the job's number there, the name of the sheet (may be empty)."""

    policy: ErpPolicy
    short: str
    job: str = ""
    sheet: str = ""


def whole(cause: Cause, scene: Scene, *, differing: int, checked: int) -> str:
    """What is the matter with the budget as a whole: `differing` of `checked` exported amounts have this cause."""
    if cause is Cause.ORIGINALS:
        return f"The amounts stand in {scene.short} but {_unset(scene)}: {_set(scene)}; {_then(scene)}"
    if cause is Cause.UNMOVED and scene.policy.posts_by_hand:
        if differing >= checked:
            return f"No amount stands in {scene.short} any more: post {_sheet(scene)}; {_then(scene)}"
        stand = f"Only {checked - differing} of {checked} amounts stand in {scene.short}"
        return f"{stand}: post the rest of {_sheet(scene)}; {_then(scene)}"
    told = (_ONE if differing == 1 else _SEVERAL) | {
        "amounts": f"{differing} of {checked} amounts",
        "short": scene.short,
    }
    return f"{_WHOLE[cause].format(**told)}; {_then(scene)}"


def line(cause: Cause, scene: Scene, cents: int) -> str:
    """The same about one budget code that shows `cents` too much or too little."""
    if cause is Cause.ORIGINALS:
        return f"It stands in {scene.short}, but {_unset(scene)}: {_set(scene)}."
    if cause is Cause.UNMOVED and scene.policy.posts_by_hand:
        return f"It was not posted in {scene.short} yet: post it from {_sheet(scene)}."
    return _LINE[cause].format(short=scene.short, gap=format_difference(cents))


_ONE = {"was": "was", "stands": "stands", "it": "it", "differences": "difference"}
_SEVERAL = {"was": "were", "stands": "stand", "it": "them", "differences": "differences"}
_WHOLE = {
    Cause.SEVERAL: "{amounts} differ in {short}, and not for the same reason: go through the differences one by one",
    Cause.DOUBLED: "{amounts} {stands} twice in {short}: set {it} to what was exported",
    Cause.CHANGED: "{amounts} {was} changed by hand in {short}: set {it} back there, or acknowledge the {differences}",
    Cause.CHANGE_ORDERS: "Approved change orders moved {amounts} in {short}: acknowledge the {differences}, or take "
    "the change orders back there",
    Cause.MISSING: "{amounts} {was} removed or renamed in {short}: put {it} back there",
    Cause.UNMOVED: "{amounts} {stands} in {short} as before the export: set {it} to what was exported",
}
_LINE = {
    Cause.DOUBLED: "It stands twice in {short}: set it to the expected amount there.",
    Cause.CHANGED: "It was changed by hand in {short} by {gap}: set it back there, or acknowledge the difference.",
    Cause.CHANGE_ORDERS: "Approved change orders in {short} come to {gap}: acknowledge the difference, or take them "
    "back there.",
    Cause.MISSING: "{short} has no line for it: it was removed or renamed there. Put it back, then press Check now.",
    Cause.UNMOVED: "It stands in {short} as before the export: set it to the expected amount there.",
}


def _unset(scene: Scene) -> str:
    word = scene.policy.originals_word
    return f"{word} was not pressed" if word else "its original amounts are not set"


def _set(scene: Scene) -> str:
    step = scene.policy.originals_step.replace("{job}", scene.job or "of this project")
    return step or "make the current amounts the original ones there"


def _sheet(scene: Scene) -> str:
    return f"the sheet {scene.sheet}" if scene.sheet else "the sheet"


def _then(scene: Scene) -> str:
    return "the next sync opens the budget." if scene.policy.staged else "then press Check now."
