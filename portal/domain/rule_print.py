"""The rule table as Markdown, for `portal rules` and the README: what people read is what the portal asks.

Sentences that name a person or a time are printed with an example.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from portal.domain import closures
from portal.domain.columns import ABSENT, OPEN, Cell, Plain
from portal.domain.facts import BudgetFacts, ErpPolicy
from portal.domain.guards import Guard
from portal.domain.rules import RULES, Rule
from portal.domain.vocabulary import OUTSTANDING, Phase, State

_EXAMPLE = BudgetFacts(
    erp=ErpPolicy("the ERP", posting_steps=("Job Cost ▸ Tasks ▸ Post Entries",)),
    sent_by="Dana Whitfield",
    sent_when="on Tue 9 Jun 14:02",
    phase_since="on Wed 10 Jun 09:24",
    exported_when="on Wed 10 Jun 09:31",
    last_sync="Fri 12 Jun 07:30",
)
_LEGEND = (
    "✓ open, ✗ closed with a sentence, – not shown; * the page comes with a later milestone, ⟳ asks for a "
    "fresh proof of who it is. "
    "Guards after *provided* grey the action with their own sentences, all of them at once."
)
_OUTSTANDING = "While a sync is outstanding, a closed row without a sentence of its own says:"


def as_markdown() -> str:
    """The whole table: actions on a budget by state, then everything else by who may do it."""
    on_budgets = [rule for rule in RULES.values() if rule.states is not None]
    elsewhere = [rule for rule in RULES.values() if rule.states is None]
    outstanding = [f"* {sentence}" for sentence in _outstanding_sentences()]
    parts = ([_LEGEND], _budget_table(on_budgets), [_OUTSTANDING], outstanding, _company_table(elsewhere))
    return "\n\n".join("\n".join(part) for part in parts)


def refusals(rule: Rule) -> list[str]:
    """The row's own sentences, one for each way a state closes it; those of an outstanding sync stand apart."""
    said = [
        cell(_example_in(state)).sentence
        for state, cell in (rule.states or {}).items()
        if not isinstance(cell, Plain)
    ]
    return [sentence for sentence in dict.fromkeys(said) if sentence not in _outstanding_sentences()]


def _outstanding_sentences() -> list[str]:
    return [closures.outstanding(_example_in(state)).sentence for state in State if state in OUTSTANDING]


def _budget_table(rules: Iterable[Rule]) -> list[str]:
    heads = [
        "Action",
        "Who",
        *(state.value.replace("_", " ") for state in State),
        "Provided",
        "Refusals of its own",
    ]
    return _table(heads, [_budget_row(rule) for rule in rules])


def _budget_row(rule: Rule) -> list[str]:
    cells = [_mark(cell) for cell in (rule.states or {}).values()]
    return [_label(rule), rule.who.words, *cells, _provided(rule), "<br>".join(refusals(rule))]


def _company_table(rules: Sequence[Rule]) -> list[str]:
    """One row per permission and its guards, so that the table stays short."""
    rows: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        rows.setdefault((rule.who.words, _provided(rule)), []).append(_label(rule))
    return _table(
        ["Who", "Actions", "Provided"],
        [[who, " · ".join(labels), provided] for (who, provided), labels in rows.items()],
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell or " " for cell in line) + " |" for line in lines]


def _label(rule: Rule) -> str:
    label = f"{rule.label} \\*" if rule.page_comes_later else rule.label
    return f"{label} ⟳" if rule.fresh else label


def _mark(cell: Cell) -> str:
    return "✓" if cell is OPEN else "–" if cell is ABSENT else "✗"


def _provided(rule: Rule) -> str:
    shown = [f"shown if {_words(rule.exists)}"] if rule.exists else []
    return ", ".join([*(_words(guard) for guard in rule.provided), *shown])


def _words(guard: Guard) -> str:
    return guard.__name__.replace("_", " ")


def _example_in(state: State) -> BudgetFacts:
    return replace(_EXAMPLE, phase=Phase(state.value)) if state in OUTSTANDING else _EXAMPLE
