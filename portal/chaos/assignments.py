"""What a crew is to do: a project with its lines, and how many times its budget is sent."""

import random
from dataclasses import dataclass
from decimal import Decimal

CODES = ("01-100", "01-400", "02-220", "02-300", "03-100", "03-300", "06-100", "07-300", "15-100", "16-100")
_LINES = (2, 4)
_ROUNDS = (1, 3)
_MOST_CENTS = 9_999_999


@dataclass
class Assignment:
    """One project. `number` is the last submission that a page showed, `rounds` how many there shall be."""

    code: str
    name: str
    lines: tuple[tuple[str, str, str], ...]
    rounds: int
    changes: tuple[str, ...]
    project: int = 0
    number: int = 0
    is_done: bool = False

    def change(self) -> tuple[str, str, str, str]:
        """From which code to which, how much, and the words that tell it from every other change."""
        turn = self.number % len(self.lines)
        taken, given = self.lines[turn][0], self.lines[turn - 1][0]
        return (
            taken,
            given,
            self.changes[self.number % len(self.changes)],
            f"{self.code} change {self.number + 1}",
        )


def draw(seed: str, chance: random.Random, before: Assignment | None, numeric: int = 0) -> Assignment:
    """The next assignment of a crew; amounts differ, so that each can be recognised in the ERP.

    `numeric` is the first of the crew's numbers where the ERP takes only digits.
    """
    if numeric:
        code = str(int(before.code) + 1 if before else numeric)
    else:
        count = int(before.code.rpartition("-")[2]) + 1 if before else 1
        code = f"C{seed.replace(':', '-')}-{count}"
    lines = tuple(
        (one, "S Subcontract", _amount(chance)) for one in chance.sample(CODES, chance.randint(*_LINES))
    )
    rounds = chance.randint(*_ROUNDS)
    return Assignment(code, f"Chaos {code}", lines, rounds, tuple(_amount(chance) for _ in range(_ROUNDS[1])))


def _amount(chance: random.Random) -> str:
    return str(Decimal(chance.randint(1, _MOST_CENTS)).scaleb(-2))
