"""What the company asks of a budget modification, beside the rule table: that it adds up, and no line below zero.

Source: Create a Budget Modification; Settings, Budget; over-budget warning: none, warn or block.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.money import format_money


class BelowZero(StrEnum):
    """What happens when a modification takes a line below 0.00."""

    ALLOW = "allow"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Move:
    """One line under a modification: how it is called, and its revised amount before and after, in cents."""

    line_id: int
    label: str
    before: int
    after: int


def unbalanced(from_label: str | None, to_label: str | None, cents: int) -> str:
    """Why a modification with one side does not add up; empty when both are there."""
    if from_label and to_label:
        return ""
    change = f"takes {format_money(cents)} from {from_label}" if from_label else ""
    change = change or f"gives {format_money(cents)} to {to_label}"
    return (
        f"Choose both lines: the company’s settings ask every modification to add up to 0.00, and this one only "
        f"{change}."
    )


def below_zero(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The lines that end below 0.00 and lower than before. One that gets nearer to 0.00 is no matter."""
    return tuple(move for move in moves if move.after < 0 and move.after < move.before)


def refusal(moves: Iterable[Move]) -> str:
    """Why they are refused: each line with what it holds and where it would end."""
    said = " ".join(
        f"{move.label} holds {format_money(move.before)} and would end at {format_money(move.after)}."
        for move in moves
    )
    return f"No line may go below 0.00. {said} Enter a smaller amount, or choose another line."


def warning(moves: Iterable[Move]) -> str:
    """What to know after they were taken."""
    said = " ".join(f"{move.label} now stands at {format_money(move.after)}." for move in moves)
    return f"This takes a line below 0.00. {said}"
