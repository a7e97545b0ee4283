"""How each state is shown: word, colour, mark, and the half sentence after "this budget"."""

from dataclasses import dataclass

from portal.domain.vocabulary import State


@dataclass(frozen=True, slots=True)
class StateWords:
    """`kind` is one of wait, ok, warn, bad, idle; `mark` one of disc, ring, diamond, square. Source: ERP icons."""

    badge: str
    kind: str
    mark: str
    sentence: str


STATE_WORDS = {
    State.DRAFT: StateWords("Draft", "idle", "ring", "is unlocked and was never exported"),
    State.LOCKED: StateWords("Locked", "idle", "ring", "is locked and was not sent yet"),
    State.SENT: StateWords("Waiting for accounting", "wait", "disc", "waits for accounting"),
    State.EXPORTING: StateWords("Exporting", "idle", "ring", "is being exported"),
    State.EXPORT_FAILED: StateWords("Failed to export", "bad", "square", "failed to export"),
    State.AWAITING_POSTING: StateWords("Awaiting posting", "idle", "ring", "awaits posting in the ERP"),
    State.AWAITING_SYNC: StateWords("Awaiting sync", "idle", "ring", "awaits its job costs from the ERP"),
    State.SYNCED: StateWords("Synced", "ok", "disc", "is synced"),
    State.SYNCED_UNLOCKED: StateWords("Synced, unlocked", "ok", "disc", "is synced and unlocked"),
    State.CHANGES_PENDING: StateWords(
        "Synced, changes pending", "ok", "disc", "has changes that were not sent"
    ),
    State.IMPORTED: StateWords("Imported", "ok", "disc", "was imported from the ERP and is unlocked"),
    State.IMPORTED_LOCKED: StateWords(
        "Imported, locked", "ok", "disc", "was imported from the ERP and is locked"
    ),
}
