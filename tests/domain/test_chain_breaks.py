"""The chain in words: what each kind of tampering is called, and that a whole chain has no break."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from portal.domain.audit_chain import Entry, Head, Link, append, canonical, hash_of, parse_head
from portal.domain.audit_checks import verify

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def entry(number, **other):
    given = {
        "sequence": number, "at": START + timedelta(minutes=number), "actor_id": 3, "actor_name": "Aki Sato",
        "action": "accept", "outcome": "done", "subject": "budget", "subject_id": 7, "project_id": 7,
        "before": "sent", "after": "exporting", "reason": "", "detail": {"b": 1, "a": [1, 2]}, "address": "127.0.0.1",
    }  # fmt: skip
    return Entry(**{**given, **other})


def chain(count):
    links = list(append((entry(n) for n in range(1, count + 1)), Head(0, "")))
    return links, Head(count, links[-1].hash)


def told(links, head, *anchors):
    return [(each.kind, each.sequence) for each in verify(links, head, anchors)]


def test_a_whole_chain_has_no_break():
    links, head = chain(20)
    assert told(links, head, head, Head(0, ""), Head(7, links[6].hash)) == []
    assert told([], Head(0, "")) == []


@pytest.mark.parametrize(
    "name", [each for each in Entry.__dataclass_fields__ if each not in {"sequence", "at", "detail"}]
)
def test_every_field_counts(name):
    links, head = chain(5)
    links[2] = replace(links[2], entry=replace(links[2].entry, **{name: "other"}))
    assert told(links, head) == [("edited", 3)]


@pytest.mark.parametrize("change", [{"at": START}, {"detail": {"b": 1, "a": [2, 1]}}])
def test_time_and_detail_count_too(change):
    links, head = chain(5)
    links[4] = replace(links[4], entry=replace(links[4].entry, **change))
    assert told(links, head) == [("edited", 5)]


def test_an_edit_with_a_hash_of_its_own_breaks_at_the_next_one():
    links, head = chain(5)
    forged = replace(links[2].entry, reason="none")
    links[2] = Link(forged, hash_of(forged, links[1].hash))
    assert told(links, head) == [("edited", 4)]
    links, head = chain(5)
    forged = replace(links[4].entry, reason="none")
    links[4] = Link(forged, hash_of(forged, links[3].hash))
    assert told(links, head) == [("head", 5)]


def test_deleted_ones_are_counted():
    links, head = chain(9)
    assert told(links[:3] + links[4:], head) == [("missing", 4)]
    sentence = next(verify(links[:3] + links[6:], head)).sentence
    assert sentence == "Entries 4 to 6 are missing: they were deleted."
    assert told(links[1:], head) == [("missing", 1)]


@pytest.mark.parametrize(("one", "other"), [(2, 3), (2, 7), (1, 2), (8, 9)])
@pytest.mark.parametrize("hash_stays", [True, False])
def test_swapped_ones_are_named_together(one, other, hash_stays):
    links, head = chain(9)
    here, there = links[one - 1], links[other - 1]
    links[one - 1] = Link(replace(there.entry, sequence=one), here.hash if hash_stays else there.hash)
    links[other - 1] = Link(replace(here.entry, sequence=other), there.hash if hash_stays else here.hash)
    found = told(links, head)
    assert found[0] == ("swapped", one)
    assert set(found[1:]) <= {("head", 9)}


def test_inserted_ones_are_found_wherever_they_stand():
    links, head = chain(9)
    extra = Link(entry(5, reason="slipped in"), links[4].hash)
    assert told([*links[:5], extra, *links[5:]], head) == [("inserted", 5)]
    behind = entry(10)
    assert told([*links, Link(behind, hash_of(behind, links[-1].hash))], head) == [("inserted", 10)]


def test_a_cut_tail_is_found_by_the_head_and_with_a_forged_head_by_the_anchor():
    links, head = chain(9)
    assert told(links[:6], head) == [("cut", 7)]
    forged = Head(6, links[5].hash)
    assert told(links[:6], forged) == []
    assert told(links[:6], forged, head) == [("cut", 7)]


def test_a_chain_written_anew_is_found_by_the_anchor():
    links, head = chain(9)
    anew = list(append((replace(link.entry, actor_name="Nobody") for link in links), Head(0, "")))
    forged = Head(9, anew[-1].hash)
    assert told(anew, forged) == []
    assert told(anew, forged, head) == [("anchor", 9)]


def test_the_same_moment_in_another_zone_is_the_same_entry():
    there = timezone(timedelta(hours=-6))
    assert canonical(entry(1)) == canonical(entry(1, at=entry(1).at.astimezone(there)))


def test_a_head_reads_back_and_nothing_else_is_one():
    _, head = chain(3)
    assert parse_head(f" {head} ") == head
    assert head.hash.startswith(head.short)
    assert parse_head("0:") == Head(0, "")
    for text in ("", "3", "3:", "three:" + "0" * 64, "3:" + "g" * 64, "-1:" + "0" * 64, "3:" + "0" * 63):
        with pytest.raises(ValueError, match="is no head"):
            parse_head(text)
