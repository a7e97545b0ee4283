"""Our table of outgoing elements against Intuit's schema: same order, at least as strict, never wider."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from portal.erp.connectors.quickbooks_desktop.grammar import check_document
from portal.erp.connectors.quickbooks_desktop.message_sets import PROLOG
from portal.erp.connectors.quickbooks_desktop.outgoing import ITERATED, MUTATIONS, QUERIES
from portal.erp.connectors.quickbooks_desktop.shapes import FORMATS, Leaf, Shape, may, must, several, text

XSD = "{http://www.w3.org/2001/XMLSchema}"
KINDS = {**MUTATIONS, **QUERIES}
REPEAT = 3


@dataclass(frozen=True)
class Particle:
    """One element as the schema has it; within a choice nothing is required."""

    name: str
    required: bool
    repeats: bool
    declaration: etree._Element


class Schema:
    """Intuit's schema, read just far enough to compare."""

    def __init__(self, folder: Path) -> None:
        self.elements, self.types, self.groups = {}, {}, {}
        kinds = {
            "element": self.elements,
            "group": self.groups,
            "complexType": self.types,
            "simpleType": self.types,
        }
        for name in ("qbxml130.xsd", "qbxmlops130.xsd", "qbxmltypes130.xsd"):
            for node in etree.parse(str(folder / name)).getroot().iterchildren(etree.Element):
                if node.get("name"):
                    kinds[node.tag.removeprefix(XSD)][node.get("name")] = node

    def content(self, declaration: etree._Element) -> list[Particle]:
        inside = declaration.find(XSD + "complexType")
        return list(self._walk(declaration if inside is None else inside, optional=False, many=False))

    def facets(self, declaration: etree._Element) -> tuple[str, int | None, set[str | None]]:
        """Return a leaf's (type, greatest length, words)."""
        form = declaration.get("type")
        restriction = declaration.find(f"{XSD}simpleType/{XSD}restriction")
        node = self.types[form].find(XSD + "restriction") if form else restriction
        longest = None if node is None else node.find(XSD + "maxLength")
        words = set() if form else {word.get("value") for word in node.findall(XSD + "enumeration")}
        return form or node.get("base"), None if longest is None else int(longest.get("value")), words

    def _walk(self, node, *, optional, many):
        """Yield the elements in order; a branch of a choice is optional, and repeated where the choice is."""
        for child in node.iterchildren(XSD + "element", XSD + "group", XSD + "sequence", XSD + "choice"):
            free = optional or child.get("minOccurs") == "0" or node.tag == XSD + "choice"
            repeated = many or child.get("maxOccurs", "1") != "1"
            if child.tag == XSD + "element":
                declared = self.elements[child.get("ref")] if child.get("ref") else child
                yield Particle(declared.get("name"), not free, repeated, declared)
            else:
                inside = self.groups[child.get("ref")] if child.tag == XSD + "group" else child
                yield from self._walk(inside, optional=free, many=repeated)


@pytest.fixture(scope="module")
def schema(shared_dir):
    return Schema(shared_dir / "qbxml")


def compare(schema: Schema, shape: Shape, declaration: etree._Element, path: str) -> int:
    """Compare one element and all below; return how many leaves were compared."""
    theirs = schema.content(declaration)
    names = [particle.name for particle in theirs]
    ours = [child.name for child in (*shape.children, *shape.mixed)]
    positions = [names.index(name) for name in ours]
    assert positions == sorted(positions), f"{path}: another order"
    needed = {particle.name for particle in theirs if particle.required}
    assert needed <= {child.name for child in (*shape.children, *shape.mixed) if child.least}, (
        f"{path}: {needed}"
    )
    compared = 0
    for child, position in zip((*shape.children, *shape.mixed), positions, strict=True):
        particle = theirs[position]
        assert particle.repeats or child.most == 1, f"{path}/{child.name} may not be repeated"
        compared += compare_child(schema, child.holds, particle.declaration, f"{path}/{child.name}")
    for group in shape.alternatives:
        assert group <= set(ours), f"{path}: the alternative {group} names something unknown"
    return compared


def compare_child(schema: Schema, holds: Leaf | Shape, declaration: etree._Element, path: str) -> int:
    if isinstance(holds, Shape):
        return compare(schema, holds, declaration, path)
    form, longest, words = schema.facets(declaration)
    assert {"NAME": "STRTYPE"}.get(holds.form, holds.form) == form, f"{path}: {holds.form} is {form} there"
    if longest is not None:
        assert holds.longest is not None, f"{path}: no length"
        assert holds.longest <= longest, f"{path}: longer than {longest}"
    assert not words or set(holds.words) <= words, f"{path}: {holds.words}"
    return 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_a_part_of_the_schema(schema, kind):
    leaves = compare(schema, KINDS[kind], schema.types[f"{kind}Type"], kind)
    assert leaves or kind in {"HostQueryRq", "PreferencesQueryRq"}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (Shape((must("Name", text(42)),)), "longer than 41"),
        (Shape((must("Name", text(41)), may("ExternalGUID", Leaf("IDTYPE")))), "GUIDTYPE there"),
        (Shape((may("Name", text(41)),)), "Name"),
        (
            Shape((must("Name", text(41)), may("JobDesc", text(99)), may("ParentRef", Shape()))),
            "another order",
        ),
        (Shape((must("Name", text(41)), several("JobDesc", text(99)))), "may not be repeated"),
    ],
)
def test_the_comparison_notices_what_is_wrong(schema, wrong, reason):
    with pytest.raises(AssertionError, match=reason):
        compare(schema, wrong, schema.elements["CustomerAdd"], "CustomerAdd")


def test_lengths_that_the_schema_states_are_used_in_full(schema):
    """A project name of 41 characters fits; a table that says 40 would refuse it."""
    customer = {
        particle.name: particle.declaration for particle in schema.content(schema.elements["CustomerAdd"])
    }
    table = {child.name: child.holds for child in MUTATIONS["CustomerAddRq"].children[0].holds.children}
    assert table["Name"].longest == schema.facets(customer["Name"])[1] == 41
    item = {
        particle.name: particle.declaration for particle in schema.content(schema.elements["ItemServiceAdd"])
    }
    table = {child.name: child.holds for child in MUTATIONS["ItemServiceAddRq"].children[0].holds.children}
    assert table["Name"].longest == schema.facets(item["Name"])[1] == 31


LEAVES = {
    "IDTYPE": lambda dice: f"{dice.randrange(1 << 32):08X}-{dice.randrange(1 << 31)}",
    "NAME": lambda dice: "N" + "x~ &<" * dice.randrange(3),
    "STRTYPE": lambda dice: dice.choice(["a", "b & <c>", "B\u00fcro", "\u0141"]),
    "BOOLTYPE": lambda dice: dice.choice(["true", "false"]),
    "INTTYPE": lambda dice: str(dice.randrange(1, 999_999_999)),
    "DATETYPE": lambda dice: (
        f"20{dice.randrange(10, 99)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
    ),
    "PRICETYPE": lambda dice: f"{dice.choice(['', '-'])}{dice.randrange(10**10)}.{dice.randrange(100):02d}",
    "PERCENTTYPE": lambda dice: str(dice.randrange(1000)),
    "GUIDTYPE": lambda dice: (
        f"{{{dice.randrange(1 << 32):08x}-aaaa-BBBB-0123-{dice.randrange(1 << 48):012x}}}"
    ),
}


def grow(dice: random.Random, parent: etree._Element, shape: Shape) -> None:
    """Fill an element with anything that the table allows."""
    chosen = dice.choice(shape.alternatives) if shape.alternatives else frozenset()
    barred = frozenset().union(*shape.alternatives) - chosen
    ordered = [child for child in shape.children if child.name not in barred]
    plan = [child for child in ordered for _ in range(dice.randint(child.least, min(child.most, REPEAT)))]
    if chosen and not any(child.name in chosen for child in plan):
        missing = next(child for child in ordered if child.name in chosen)
        plan = sorted([*plan, missing], key=ordered.index)
    tail = [child for child in shape.mixed for _ in range(dice.randint(child.least, min(child.most, REPEAT)))]
    dice.shuffle(tail)
    for child in (*plan, *tail):
        element = etree.SubElement(parent, child.name)
        if isinstance(child.holds, Shape):
            grow(dice, element, child.holds)
        elif child.holds.words:
            element.text = dice.choice(child.holds.words)
        else:
            element.text = LEAVES[child.holds.form](dice)[: child.holds.longest]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_table_allows_the_schema_allows_too(qbxml_schema, kind):
    dice = random.Random(kind)
    for _ in range(150):
        attributes = {"newMessageSetID": "x"} if kind in MUTATIONS else {}
        root = etree.Element("QBXML")
        inside = etree.SubElement(root, "QBXMLMsgsRq", {**attributes, "onError": "stopOnError"})
        request = etree.SubElement(inside, kind, requestID="1")
        grow(dice, request, KINDS[kind])
        if kind in ITERATED and request.find("MaxReturned") is not None:
            request.set("iterator", "Start")
        check_document(PROLOG + etree.tostring(root, encoding="us-ascii"))
        qbxml_schema.assertValid(root)


def test_formats_refuse_what_the_schema_refuses():
    assert not FORMATS["PRICETYPE"].fullmatch("88250.5")
    assert not FORMATS["PRICETYPE"].fullmatch("12345678901.00")
    assert not FORMATS["DATETYPE"].fullmatch("2026-13-01")
    assert not FORMATS["GUIDTYPE"].fullmatch("57F3B9B1-86F1-4fcc-B1EE-566DE1813D20")
