"""Our own table of requests says what Intuit's schema says: names, order, choices, lengths and words."""

import re

import pytest
from lxml import etree

from portal.practice.quickbooks import models
from portal.practice.quickbooks.requests import HANDLERS
from portal.practice.quickbooks.tables.answers import ANSWERS
from portal.practice.quickbooks.tables.requests import REQUESTS
from portal.practice.quickbooks.tables.words import WORDS

XSD = "{http://www.w3.org/2001/XMLSchema}"
TYPES = {
    "IDTYPE": "id",
    "STRTYPE": "str",
    "BOOLTYPE": "bool",
    "DATETYPE": "date",
    "DATETIMETYPE": "datetime",
    "AMTTYPE": "amt",
    "PRICETYPE": "price",
    "QUANTYPE": "quan",
    "PERCENTTYPE": "percent",
    "INTTYPE": "int",
    "GUIDTYPE": "guid",
    "FLOATTYPE": "float",
    "TIMEINTERVALTYPE": "interval",
}


class Schema:
    """Reads Intuit's schema and writes content models down in the notation of our tables."""

    def __init__(self, folder):
        self.known = {"element": {}, "complexType": {}, "group": {}}
        for name in ("qbxmlops130.xsd", "qbxml130.xsd", "qbxmltypes130.xsd"):
            for node in etree.parse(folder / name).getroot().iterchildren():
                tag = node.tag.removeprefix(XSD) if isinstance(node.tag, str) else ""
                if tag in self.known:
                    self.known[tag][node.get("name")] = node

    def content(self, node) -> str:
        """The content of a type, group, sequence or choice; parts separated by blanks."""
        return " ".join(filter(None, (self._particle(part) for part in node if isinstance(part.tag, str))))

    def of_request(self, name: str) -> str:
        return self.content(self.known["complexType"][name + "Type"])

    def target(self, node):
        return self.known["element"][node.get("ref")] if node.get("ref") else node

    def _particle(self, node) -> str:
        kind = node.tag.removeprefix(XSD)
        if kind == "element":
            return (node.get("ref") or node.get("name")) + occurrence(node)
        if kind == "group":
            inner = self.content(self.known["group"][node.get("ref")])
        elif kind == "sequence":
            inner = self.content(node)
        elif kind == "choice":
            inner = (
                "( " + " | ".join(self._particle(part) for part in node if isinstance(part.tag, str)) + " )"
            )
            return inner + occurrence(node)
        else:
            return ""
        return f"( {inner} ){occurrence(node)}" if occurrence(node) else inner

    def elements(self, node):
        """All element declarations directly in a content model."""
        for part in node.iterdescendants(XSD + "element", XSD + "group"):
            if any(up.tag == XSD + "element" and up is not node for up in ancestors_below(part, node)):
                continue
            if part.tag == XSD + "group":
                yield from self.elements(self.known["group"][part.get("ref")])
            else:
                yield part


def ancestors_below(part, top):
    for up in part.iterancestors():
        if up is top:
            return
        yield up


def occurrence(node) -> str:
    low, high = node.get("minOccurs", "1"), node.get("maxOccurs", "1")
    plain = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
    return plain.get((low, high), f"{{{low},{high}}}")


def without_types(notation: str) -> str:
    return re.sub(r":[\w.]+?(?=[?*+{\s]|$)", "", models.expand(notation))


@pytest.fixture(scope="module")
def intuit(shared_dir, unavailable):
    if not (shared_dir / "qbxml" / "qbxml130.xsd").exists():
        unavailable("Intuit's qbXML schema is not there")
    return Schema(shared_dir / "qbxml")


def test_every_request_has_a_handler_and_a_line():
    assert set(HANDLERS) == set(REQUESTS)


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_a_request_reads_as_in_the_schema(name, intuit):
    assert without_types(REQUESTS[name]) == intuit.of_request(name)
    compare_elements(intuit, intuit.known["complexType"][name + "Type"], models.request_model(name), name)


def compare_elements(intuit, declaration, model, path):
    """Compare what each child is: its type, length, words, and its own children."""
    for node in intuit.elements(declaration):
        target = intuit.target(node)
        name = target.get("name")
        kind = model.kinds[name]
        inner = target.find(XSD + "complexType")
        if target.get("type") in intuit.known["complexType"]:
            inner = intuit.known["complexType"][target.get("type")]
        if inner is None or inner.find(XSD + "simpleContent") is not None:
            assert kind == leaf(target, name, inner, kind), f"{path}/{name}"
            continue
        assert kind.startswith("="), f"{path}/{name} is an element with children"
        part = models.element_model(kind[1:])
        compare_order(intuit, inner, kind[1:], f"{path}/{name}")
        compare_elements(intuit, inner, part, f"{path}/{name}")


def compare_order(intuit, inner, kind, path):
    if re.fullmatch(r"ref\d*", kind):
        assert intuit.content(inner) == "ListID? FullName?", path
    else:
        assert without_types(models._ELEMENTS[kind]) == intuit.content(inner), path


def leaf(target, name, inner, kind) -> str:
    """The leaf type that our table must name for this declaration."""
    if inner is not None:
        return TYPES[inner.find(f"{XSD}simpleContent/{XSD}extension").get("base")]
    if target.get("type"):
        return TYPES[target.get("type")]
    restriction = target.find(f"{XSD}simpleType/{XSD}restriction")
    facets = {facet.tag.removeprefix(XSD): facet.get("value") for facet in restriction}
    if "enumeration" in facets:
        words = [facet.get("value") for facet in restriction if facet.get("value")]
        assert WORDS[kind.removeprefix("e.") if kind != "e" else name].split() == words, name
        return kind
    if "maxLength" in facets:
        return "s" + facets["maxLength"]
    return f"int{facets.get('minInclusive', '')}..{facets.get('maxInclusive', '')}"


def test_the_comparison_notices_a_wrong_order(intuit):
    swapped = REQUESTS["TxnDelRq"].split()
    assert " ".join(reversed(swapped)) != intuit.of_request("TxnDelRq")
    assert without_types(" ".join(reversed(swapped))) != intuit.of_request("TxnDelRq")


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"EstimateLineRet"}))
def test_answers_are_laid_out_in_the_order_of_the_schema(name, intuit):
    declared = intuit.known["element"][name]
    inner = declared.find(XSD + "complexType")
    order = re.findall(r"\w+", intuit.content(inner))
    ours = [word for word in ANSWERS[name].split() if word in order]
    assert ours == ANSWERS[name].split()
    assert ours == sorted(ours, key=order.index)
