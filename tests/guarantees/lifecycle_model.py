"""The oracle: a budget's life in forty lines, written from the commissioned text and knowing nothing of the portal.

Source: Export a Budget to QuickBooks; Send a Budget to ERP Integrations for Accounting Acceptance; Unlock a Budget.
"""

from dataclasses import dataclass, field

EDITORS = UNLOCKERS = {"dana", "priya"}
SENDERS = {"dana", "luis", "priya"}
DECISIONS = {"accept", "reject", "retry"}


@dataclass
class Sent:
    """One submission: its amount, who had a hand in the revision, and how it ended."""

    amount: int
    ended: str = ""


@dataclass
class Life:
    """What a careful clerk would have noted down so far."""

    amount: int = 18_000_00
    locked: bool = False
    phase: str = "none"
    in_the_erp: int | None = None
    hands: set[str] = field(default_factory=lambda: {"dana"})
    holders: set[str] = field(default_factory=lambda: {"aki", "karen"})
    four_eyes: bool = True
    sent: list[Sent] = field(default_factory=list)
    ordered: int = 0

    def may(self, act: str, who: str) -> bool:
        waits, quiet = self.phase == "sent", self.phase == "none"
        if act in DECISIONS and who not in self.holders:
            return False
        return {
            "edit": who in EDITORS and quiet and not self.locked,
            "lock": who in SENDERS and quiet and not self.locked,
            "unlock": who in UNLOCKERS and quiet and self.locked,
            "send": who in SENDERS and quiet and self.locked and self.amount != self.in_the_erp,
            "retrieve": who in SENDERS and waits,
            "accept": waits and not (self.four_eyes and who in self.hands),
            "reject": waits or self.phase == "export_failed",
            "retry": self.phase == "export_failed",
        }[act]

    def do(self, act: str, who: str, amount: int = 0) -> None:
        if act in {"edit", "lock", "send"}:
            self.hands.add(who)
        if act == "edit":
            self.amount = amount
        elif act in {"lock", "unlock"}:
            self.locked = act == "lock"
        elif act == "send":
            self.phase = "sent"
            self.sent.append(Sent(self.amount))
        elif act in {"accept", "retry"}:
            self.phase, self.sent[-1].ended = "exporting", "accepted"
            self.ordered += act == "accept"
            self.hands = set() if act == "accept" else self.hands
        else:
            self.phase, self.sent[-1].ended = "none", {"reject": "rejected", "retrieve": "retrieved"}[act]
            self.locked = self.locked and (act == "retrieve" or self.in_the_erp is not None)

    def exported(self) -> None:
        self.phase, self.in_the_erp = "awaiting_sync", self.sent[-1].amount
