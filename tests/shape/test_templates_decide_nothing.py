"""Templates draw what the page says: no role, no state, no amount in a condition."""

import pytest

from tests.shape.sources import ROOT
from tests.shape.template_decisions import decisions_in

TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*.*"))

PLANTED = {
    "{% if budget.phase == 'sent' %}{% endif %}": ["asks for phase", "compares with 'sent'"],
    "{% if page.state == 'changes_pending' %}{% endif %}": ["compares with 'changes_pending'"],
    "{% if page.state in ('draft', 'other') %}{% endif %}": ["compares with 'draft'"],
    "{{ 'x' if person.level == 'admin' else 'y' }}": ["compares with 'admin'"],
    "{% if not facts.locked %}{% endif %}": ["asks for locked"],
    "{% if person.can_push %}{% endif %}": ["asks for can_push"],
    "{% if line.revised_cents %}{% endif %}": ["asks for revised_cents"],
    "{% if row.total < 0 %}{% endif %}": ["compares by size in a condition"],
    "{% if a + b == c %}{% endif %}": ["arithmetic in a condition"],
    "{% for row in rows if row.amount %}{% endfor %}": ["asks for amount"],
    "{{ row.original_cents + row.change_cents }}": ["counts with an amount"],
}
HARMLESS = [
    "{% if page.accept.shown and page.accept.open %}{% endif %}",
    "{% if stop.state == 'now' %}{% endif %}",
    "{% if loop.index > 1 %}{% endif %}",
    "{% if page.sheets|length > 1 %}{% endif %}",
    "{{ row.total }}",
    "{{ depth * 16 }}",
    "{% if rows and not loop.last %}{% endif %}",
]


def test_there_are_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES)
def test_template(path):
    assert decisions_in((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("source", "found"), PLANTED.items())
def test_a_planted_decision_is_caught(source, found):
    assert decisions_in(source) == found


@pytest.mark.parametrize("source", HARMLESS)
def test_drawing_is_no_deciding(source):
    assert decisions_in(source) == []
