"""Whatever is asked, the answer is valid, and our grammar and Intuit's schema agree on what may be asked."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from portal.practice.quickbooks import formats, models
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.tables.requests import REQUESTS
from portal.practice.quickbooks.tables.words import WORDS
from tests.practice.bodies import JOB, document

NAMES = [
    "Smith",
    JOB,
    "01-100",
    "Cleanup",
    "Job Materials",
    "Checking",
    "Cascade Ready Mix",
    "Tax",
    "Non",
    "x",
]
VALUES = {
    "str": [*NAMES, "Müller", ""],
    "id": ["-1", "80000001-1", "1-1"],
    "bool": ["true", "false", "1", "0", ""],
    "date": ["2026-11-22", "2020-02-29", ""],
    "datetime": ["2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00:00-05:00", "2026-1-2", ""],
    "amt": ["0", "1.00", "-250.25", "9999999999999.99", ""],
    "price": ["0", "1.5", "-3.33333", "9999999999", ""],
    "quan": ["0", "1", "2.5", ""],
    "percent": ["0", "12.5", ""],
    "int": ["1", "7"],
    "guid": ["{90a44fb7-33d9-4815-ac85-ac86a7e7d1eb}", "0"],
    "float": ["1.0", ""],
    "interval": ["PT1H30M", "PT2H", ""],
}


def leaf(kind, name, chance):
    if kind == "e" or kind.startswith("e."):
        return chance.choice(WORDS[kind.removeprefix("e.") if kind != "e" else name].split())
    if ".." in kind:
        return chance.choice(["1", "2", "5"])
    limit = formats.longest(kind)
    value = chance.choice(VALUES["str" if kind.startswith("s") else kind])
    return value[:limit] if limit else value


def fill(element, notation, model, chance, depth=0):
    """Build children from the notation of a table line, taking random ways through it."""
    words = models.expand(notation).split()
    place = 0
    while place < len(words):
        if words[place] == "(":
            end = closing(words, place)
            times = repetitions(words[end][1:], chance, depth)
            for _ in range(times):
                ways = alternatives(words[place + 1 : end])
                fill(element, " ".join(chance.choice(ways)), model, chance, depth)
            place = end + 1
            continue
        found = models._WORD.fullmatch(words[place])
        for _ in range(repetitions(found[3] or "", chance, depth)):
            child = etree.SubElement(element, found[1])
            kind = model.kinds[found[1]]
            if kind.startswith("="):
                inner = models.element_model(kind[1:])
                fill(child, notation_of(kind[1:]), inner, chance, depth + 1)
            else:
                child.text = leaf(kind, found[1], chance) or None
        place += 1


def notation_of(kind):
    return models._ELEMENTS.get(kind) or f"ListID:id? FullName:{'s' + kind[3:] if kind[3:] else 'str'}?"


def closing(words, start):
    depth = 0
    for place in range(start, len(words)):
        depth += (words[place] == "(") - words[place].startswith(")")
        if depth == 0:
            return place
    raise AssertionError("a bracket is missing")


def alternatives(words):
    ways, depth = [[]], 0
    for word in words:
        depth += (word == "(") - word.startswith(")")
        if word == "|" and depth == 0:
            ways.append([])
        else:
            ways[-1].append(word)
    return ways


def repetitions(mark, chance, depth):
    if mark in {"", "+"}:
        return 1 if not mark else chance.choice([1, 1, 2])
    return chance.choice([0, 0, 0, 1] if depth > 1 else [0, 1])


def request(name, chance):
    element = etree.Element(name)
    fill(element, REQUESTS[name], models.request_model(name), chance)
    return element


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_a_well_formed_request_of_any_kind_gets_a_valid_answer(name, company, maple, schema):
    chance = random.Random(name)
    statuses = set()
    for _ in range(60):
        text = document(etree.tostring(request(name, chance)).decode("ascii"))
        schema.assertValid(etree.fromstring(text.encode()))
        hresult, response = process(company, text)
        assert hresult == "", text
        root = etree.fromstring(response.encode("ascii"))
        schema.assertValid(root)
        statuses.add(root[0][0].get("statusCode"))
    assert statuses


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(REQUESTS)), st.integers(0, 2**32))
def test_a_damaged_request_is_refused_exactly_when_the_schema_refuses_it(company, schema, name, seed):
    chance = random.Random(seed)
    element = request(name, chance)
    parts = [part for part in element.iter() if part is not element]
    if parts:
        damage(chance.choice(parts), chance)
    text = document(etree.tostring(element).decode("ascii"))
    hresult, response = process(company, text)
    if schema.validate(etree.fromstring(text.encode())) and "<JobReportType/>" not in text:
        assert hresult == "", text
    elif hresult == "":
        assert 'statusCode="3070"' in response, text
    else:
        assert hresult == "0x80040400"


def damage(part, chance):
    parent = part.getparent()
    how = chance.choice(["drop", "twice", "move", "rename", "value", "long", "child"])
    if how == "drop":
        parent.remove(part)
    elif how == "twice":
        parent.append(etree.fromstring(etree.tostring(part, with_tail=False)))
    elif how == "move":
        parent.insert(0, part)
    elif how == "rename":
        part.tag = "Sundry"
    elif how == "child":
        etree.SubElement(part, "Name").text = "x"
    elif not len(part):
        part.text = "?" if how == "value" else "x" * 5000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_refused_politely(company, text):
    assert process(company, text) == ("0x80040400", "")
