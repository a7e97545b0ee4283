"""Finding decisions in page templates: conditions on roles, states or amounts, and sums of amounts."""

import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from portal.domain.vocabulary import Decision, Granular, Level, Phase, State, SystemOfRecord

ENVIRONMENT = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
WORDS = {
    member.value for kind in (State, Phase, Level, Granular, Decision, SystemOfRecord) for member in kind
}
FACTS = {"phase", "locked", "system_of_record", "can_push", "auditor", "granular", "at_least", "erp_level"}
AMOUNT = re.compile(r"(^|_)(cents|amounts?|totals?|costs?|money)$")
ASKED = re.compile(r"(^|_)(cents|amounts?)$")
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
ORDER = {"gt", "gteq", "lt", "lteq"}


def decisions_in(source: str) -> list[str]:
    """One line per decision that a page template takes by itself."""
    tree = ENVIRONMENT.parse(source)
    conditions = [*(node.test for node in tree.find_all((nodes.If, nodes.CondExpr)))]
    conditions += [node.test for node in tree.find_all(nodes.For) if node.test is not None]
    found = [reason for test in conditions for reason in _in_condition(test)]
    sums = [node for node in tree.find_all(ARITHMETIC) if any(AMOUNT.search(name) for name in _names(node))]
    return sorted({*found, *("counts with an amount" for _node in sums)})


def _in_condition(test: nodes.Node) -> Iterator[str]:
    parts = [test, *test.find_all(nodes.Node)]
    for node in parts:
        if isinstance(node, ARITHMETIC):
            yield "arithmetic in a condition"
        if isinstance(node, nodes.Compare):
            words = {part.value for part in node.find_all(nodes.Const)} & WORDS
            yield from (f"compares with {word!r}" for word in words)
            by_order = any(operand.op in ORDER for operand in node.ops)
            if by_order and not _counts_rows(node.expr):
                yield "compares by size in a condition"
    for name in _names(test):
        if name in FACTS or ASKED.search(name):
            yield f"asks for {name}"


def _counts_rows(node: nodes.Node) -> bool:
    """`rows|length` and `loop.index` are about the drawing, not about what is drawn."""
    return (isinstance(node, nodes.Filter) and node.name == "length") or "loop" in _names(node)


def _names(node: nodes.Node) -> set[str]:
    parts = [node, *node.find_all((nodes.Name, nodes.Getattr))]
    names = {part.name for part in parts if isinstance(part, nodes.Name)}
    return names | {part.attr for part in parts if isinstance(part, nodes.Getattr)}
