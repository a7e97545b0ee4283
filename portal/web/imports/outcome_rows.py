"""The rows of a dry run as markup, all of them in one string."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from portal.domain.imports.outcomes import Outcome, RowOutcome
from portal.domain.money import format_difference, format_money
from portal.services.imports.import_words import Told

WORDS = {
    Outcome.NEW: ("New", "moved good"),
    Outcome.CHANGED: ("Changed", "moved"),
    Outcome.UNCHANGED: ("Same", "quiet-cell"),
    Outcome.SKIPPED: ("Skipped", "quiet-cell"),
    Outcome.ERROR: ("Error", "moved bad"),
}


def rows(outcomes: Sequence[RowOutcome], cost_types: Mapping[str, str]) -> Markup:
    """One table row per outcome; an error has its sentence in a row of its own."""
    types = {code: str(escape(f"{code} {name}")) for code, name in cost_types.items()}
    named: set[int] = set()
    return Markup("".join(_row(one, types, named) for one in outcomes))  # noqa: S704 - every text in it was escaped


def links(told: Sequence[Told], shown: set[int], here: str) -> list[dict[str, str]]:
    """The error summary: each leads to its row, on this page (`shown`) or among the errors."""
    return [{"text": each.text, "href": _place(each.row, shown, here)} for each in told]


def _place(row: int, shown: set[int], here: str) -> str:
    if not row:
        return "#columns"
    return f"#row-{row}" if row in shown else f"{here}?show=errors#row-{row}"


def _row(one: RowOutcome, types: Mapping[str, str], named: set[int]) -> str:
    word, state = WORDS[one.outcome]
    error = one.outcome is Outcome.ERROR
    kind = ' class="in-error joined"' if error else _QUIET.get(one.outcome, "")
    anchor = ""
    if one.row not in named:
        named.add(one.row)
        anchor = f' id="row-{one.row}"'
    code = f'<span class="code">{escape(one.key.cost_code)}</span>' if one.key.cost_code else ""
    sub_job = f' <span class="type">{escape(one.key.sub_job)}</span>' if one.key.sub_job else ""
    cost_type = types.get(one.key.cost_type) or escape(one.key.cost_type)
    note = f'<span class="second-line">{escape(one.sentence)}</span>' if one.sentence and not error else ""
    drawn = (
        f'<tr{kind}{anchor}><td class="num second c-row">{one.row}</td><th scope="row" class="c-name">{code}'
        f'{escape(one.description)} <span class="type">{cost_type}</span>{sub_job}{note}</th>'
        f'<td class="c-state {state}">{word}</td>{_amounts(one)}</tr>'
    )
    if not error:
        return drawn
    return f'{drawn}<tr class="in-error"><td></td><td class="c-say bad" colspan="5">{escape(one.sentence)}</td></tr>'


_QUIET = {Outcome.UNCHANGED: ' class="same"', Outcome.SKIPPED: ' class="same"'}


def _amounts(one: RowOutcome) -> str:
    """Budget now, in the file, difference; on a phone the first cell says both."""
    now = (
        ""
        if one.outcome is Outcome.SKIPPED
        else "none"
        if one.cents_now is None
        else format_money(one.cents_now)
    )
    new = "" if one.cents_in_file is None else format_money(one.cents_in_file)
    quiet = one.outcome in {Outcome.UNCHANGED, Outcome.SKIPPED}
    old_class = " quiet-cell" if quiet or one.cents_now is None else ""
    moves = f'<span class="narrow-only"> → {new}</span>' if new and not quiet else ""
    if one.outcome is Outcome.SKIPPED and new:
        moves = f'<span class="narrow-only">{new}</span>'
    difference = one.difference
    told = format_difference(difference) if difference else ""
    return (
        f'<td class="num c-old{old_class}">{now}{moves}</td>'
        f'<td class="num c-new{" quiet-cell" if quiet else ""}">{new}</td>'
        f'<td class="num c-diff{" neg" if told and difference and difference < 0 else ""}">{told}</td>'
    )
