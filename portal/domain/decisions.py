"""The two questions everybody asks the rule table: what may this actor do, and may he do just this.

`options` feeds buttons, `require` guards acts; both read the same row, so a grey button and a refused request can
never disagree.
"""

from dataclasses import dataclass

from portal.domain.columns import ABSENT, Plain
from portal.domain.denials import FORBIDDEN, Denial, Denied
from portal.domain.facts import BudgetFacts, Facts, state_of
from portal.domain.people import Actor
from portal.domain.rules import RULES, Rule
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import OUTSTANDING, Action


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the table says about one action: shown or not, open or closed, and every reason."""

    action: Action
    label: str
    shown: bool
    denials: tuple[Denial, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the action may be done now."""
        return not self.denials

    @property
    def sentence(self) -> str:
        """All reasons in one text, for the place beside the grey button."""
        return " ".join(denial.sentence for denial in self.denials)


def decide(action: Action, actor: Actor, facts: Facts) -> Verdict:
    """Ask one row. Wrong role or state: absent. A failed guard: shown, closed, with every reason.

    While a sync is outstanding its own sentence stands alone: nothing else could be mended meanwhile.
    """
    rule = RULES[action]
    if not rule.who.holds(actor):
        return Verdict(action, rule.label, shown=False, denials=(_not_permitted(rule),))
    if rule.states is None:
        return Verdict(action, rule.label, shown=True, denials=_failed_guards(rule, actor, facts))
    if not isinstance(facts, BudgetFacts):
        raise TypeError(f"{action} asks about a budget, not about {type(facts).__name__}.")
    label = rule.again(facts) if rule.again else rule.label
    cell = rule.states[state_of(facts)]
    if cell is ABSENT:
        return Verdict(action, label, shown=False, denials=(_not_offered(label, facts),))
    lacking = tuple(rule.exists(actor, facts)) if rule.exists else ()
    if lacking:
        return Verdict(action, label, shown=False, denials=lacking)
    closed = () if isinstance(cell, Plain) else (cell(facts),)
    if closed and state_of(facts) in OUTSTANDING:
        return Verdict(action, label, shown=True, denials=closed)
    denials = (*closed, *_failed_guards(rule, actor, facts))
    return Verdict(action, label, shown=True, denials=_without_repeats(denials))


def options(actor: Actor, facts: BudgetFacts) -> dict[Action, Verdict]:
    """A verdict for every action that concerns a budget."""
    return {action: decide(action, actor, facts) for action, rule in RULES.items() if rule.states is not None}


def require(action: Action, actor: Actor, facts: Facts) -> None:
    """Return when the row allows it; raise Denied with all its reasons otherwise."""
    verdict = decide(action, actor, facts)
    if verdict.denials:
        raise Denied(verdict.denials)


def holds(action: Action, actor: Actor) -> bool:
    """Whether the actor's permissions reach this action at all, whatever the moment: for menus and tabs."""
    return RULES[action].who.holds(actor)


def _not_permitted(rule: Rule) -> Denial:
    return Denial(
        "not_permitted", f"{rule.label} needs {rule.who.words}. Ask an administrator for it.", FORBIDDEN
    )


def _not_offered(label: str, facts: BudgetFacts) -> Denial:
    words = STATE_WORDS[state_of(facts)].sentence
    return Denial("not_in_this_state", f"{label} is not possible now: this budget {words}.")


def _failed_guards(rule: Rule, actor: Actor, facts: Facts) -> tuple[Denial, ...]:
    return tuple(denial for guard in rule.provided for denial in guard(actor, facts))


def _without_repeats(denials: tuple[Denial, ...]) -> tuple[Denial, ...]:
    seen: dict[tuple[str, str], Denial] = {}
    for denial in denials:
        seen.setdefault((denial.code, denial.anchor), denial)
    return tuple(seen.values())
