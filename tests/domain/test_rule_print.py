"""The printed table is the table: every row, every cell, and sentences that are whole."""

from portal.domain.rule_print import as_markdown, refusals
from portal.domain.rules import RULES
from portal.domain.vocabulary import Action, State
from tests.domain.sentences import faults_of

LINES = as_markdown().splitlines()


def _row(label):
    (line,) = [
        line for line in LINES if line.startswith((f"| {label} |", f"| {label} \\* |", f"| {label} ⟳ |"))
    ]
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_action_on_budgets_has_a_row_with_twelve_cells():
    for rule in RULES.values():
        if rule.states is not None:
            cells = _row(rule.label)
            assert len(cells) == 2 + len(State) + 2
            assert set(cells[2:14]) <= {"✓", "✗", "–"}
            assert cells[1] == rule.who.words


def test_every_other_action_is_named_beside_who_may():
    for rule in RULES.values():
        if rule.states is None:
            assert any(line.startswith(f"| {rule.who.words} |") and rule.label in line for line in LINES)


def test_the_row_for_send():
    assert _row("Send to ERP")[2:14] == ["✗", "✓", "–", "✗", "✗", "✗", "✗", "✗", "✗", "✓", "✗", "✗"]
    assert refusals(RULES[Action.SEND]) == [
        "The budget is unlocked. Lock it first.",
        "The last export to the ERP failed. Accounting must retry or reject it first.",
        "Nothing to send: the ERP already holds every amount. Create a modification or change a line first.",
        "This budget was set up in the ERP and is updated there. Change it there and import it again.",
    ]


def test_the_row_for_import_says_where_it_exists():
    assert _row("Import from ERP")[14].endswith("shown if erp offers import")


def test_later_pages_carry_a_star():
    starred = {rule.label for rule in RULES.values() if rule.page_comes_later}
    assert all(any(f"{label} \\*" in line for line in LINES) for label in starred)
    assert sum(line.count("\\*") for line in LINES) == len(starred)


def test_every_printed_refusal_is_whole():
    sentences = [sentence for rule in RULES.values() for sentence in refusals(rule)]
    sentences += [line.removeprefix("* ") for line in LINES if line.startswith("* ")]
    assert len(sentences) > 20
    assert [faults for sentence in sentences if (faults := faults_of(sentence))] == []
