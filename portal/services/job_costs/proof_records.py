"""A proof as it is kept with its submission: JSON, with the likely cause of each difference."""

from typing import Any

from portal.domain.causes import Evidence, cause_of, named
from portal.domain.proofs import Difference, Proof


def record_of(proof: Proof, evidence: Evidence, reading_id: int, *, shows: bool) -> dict[str, Any]:
    """`amounts` counts the codes that an export moves or that differ; `shows`: anything of it is to be seen."""
    causes = {each.key: cause_of(each, evidence) for each in proof.differences}
    moving = {key for key, cents in evidence.exported.items() if cents} | set(causes)
    first = named(causes.values())
    return {
        "reading_id": reading_id,
        "checked": proof.checked,
        "amounts": len(moving),
        "mismatch": not proof.holds,
        "shows": shows,
        "cause": first.value if first else "",
        "differences": [_difference(each) | {"cause": causes[each.key].value} for each in proof.differences],
        "adjusted": [_difference(each) for each in proof.adjusted],
        "drift": [_difference(each) for each in proof.drift],
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {"key": each.key, "expected": each.expected, "found": each.found}
