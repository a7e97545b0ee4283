"""Reading the chain again from its beginning: every place where somebody changed the audit, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from portal.domain.audit_chain import NOTHING, Head, Link, hash_of

_COMPARED = 200
"""So many entries that do not fit are compared with one another, to tell swapped ones from edited ones."""


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the chain does not hold. `sequence` is the number of the entry, or of the first one missing."""

    sequence: int
    kind: str
    sentence: str


@dataclass(slots=True)
class _Walk:
    """Where the reading stands. `previous` is None where the hash before is not known."""

    number: int = 0
    previous: str | None = NOTHING
    unfit: list[tuple[Link, str]] = field(default_factory=list)


def verify(links: Iterable[Link], head: Head, anchors: Iterable[Head] = ()) -> Iterator[Break]:
    """Yield every broken place of a chain given in the order of its numbers; nothing when it is whole.

    `head` is the one stored beside the entries; `anchors` are heads that were kept elsewhere, which find a tail that
    was cut together with its head, and a chain that was computed anew.
    """
    walk = _Walk()
    wanted = {anchor.count: anchor for anchor in anchors}
    seen = {0: NOTHING}
    for link in links:
        yield from _step(walk, link)
        if link.entry.sequence in wanted:
            seen[link.entry.sequence] = link.hash
    yield from _unfit(walk.unfit)
    yield from _end(walk, head)
    for anchor in wanted.values():
        yield from _against(anchor, seen.get(anchor.count), walk.number)


def _step(walk: _Walk, link: Link) -> Iterator[Break]:
    number = link.entry.sequence
    if number <= walk.number:
        yield Break(
            number, "inserted", f"Entry {number} stands there a second time: one of the two was put in."
        )
        walk.previous = None
        return
    if number > walk.number + 1:
        yield _gap(walk.number + 1, number - 1)
        walk.previous = None
    if walk.previous is not None and hash_of(link.entry, walk.previous) != link.hash:
        walk.unfit.append((link, walk.previous))
    walk.number, walk.previous = number, link.hash


def _gap(first: int, last: int) -> Break:
    if first == last:
        return Break(first, "missing", f"Entry {first} is missing: it was deleted.")
    return Break(first, "missing", f"Entries {first} to {last} are missing: they were deleted.")


def _unfit(unfit: list[tuple[Link, str]]) -> Iterator[Break]:
    """Entries whose hash does not fit: swapped with one another, or changed."""
    partners, moved = _swapped(unfit[:_COMPARED])
    told: set[int] = set()
    for link, _ in unfit:
        number = link.entry.sequence
        if number in told or _fits_behind(link, moved):
            continue
        if number not in partners:
            yield Break(number, "edited", _edited(number))
            continue
        first, last = sorted((number, partners[number]))
        told |= {first, last}
        yield Break(first, "swapped", f"Entries {first} and {last} were swapped.")


def _swapped(unfit: list[tuple[Link, str]]) -> tuple[dict[int, int], dict[int, str]]:
    """Which entries stand in each other's place; and the hash that belongs to a place whose hash was moved away."""
    partners: dict[int, int] = {}
    moved: dict[int, str] = {}
    for here, previous in unfit:
        for there, _ in unfit:
            if here is there:
                continue
            one, other = here.entry.sequence, there.entry.sequence
            belongs = hash_of(replace(there.entry, sequence=one), previous)
            if belongs in {there.hash, here.hash}:
                partners |= {one: other, other: one}
            if belongs == there.hash:
                moved |= {one: there.hash, other: here.hash}
    return partners, moved


def _fits_behind(link: Link, moved: dict[int, str]) -> bool:
    """Whether the entry is whole, and only the one before it was moved away."""
    before = moved.get(link.entry.sequence - 1)
    return before is not None and hash_of(link.entry, before) == link.hash


def _edited(number: int) -> str:
    before = f", or the hash of entry {number - 1}," if number > 1 else ""
    return f"Entry {number}{before} was changed after it was written, or put in."


def _end(walk: _Walk, head: Head) -> Iterator[Break]:
    if walk.number < head.count:
        yield Break(
            walk.number + 1,
            "cut",
            f"The chain ends with entry {walk.number}, but its head counts {head.count}: the tail was cut off.",
        )
    elif walk.number > head.count:
        yield Break(
            head.count + 1,
            "inserted",
            f"The head counts {head.count} entries, but there are {walk.number}: some were put in behind the end.",
        )
    elif (walk.previous or NOTHING) != head.hash:
        yield Break(
            head.count,
            "head",
            f"The head does not have the hash of entry {head.count}: one of the two was changed.",
        )


def _against(anchor: Head, found: str | None, count: int) -> Iterator[Break]:
    if found == anchor.hash:
        return
    if count < anchor.count:
        sentence = f"The head kept outside counts {anchor.count} entries, but the chain has {count}"
        yield Break(count + 1, "cut", f"{sentence}: the tail was cut off.")
        return
    yield Break(
        anchor.count,
        "anchor",
        f"Entry {anchor.count} does not have the hash that was kept outside: the chain was written anew after that.",
    )
