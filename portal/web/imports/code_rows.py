"""The rows of a checked list of cost codes as markup, all of them in one string."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from portal.domain.imports.code_lists import CodeOutcome
from portal.domain.imports.outcomes import Outcome
from portal.web.imports.outcome_rows import WORDS


def rows(outcomes: Sequence[CodeOutcome]) -> Markup:
    """One table row per row of the list; an error has its sentence in a row of its own."""
    return Markup("".join(map(_row, outcomes)))  # noqa: S704 - every text in it was escaped


def _row(one: CodeOutcome) -> str:
    word, state = WORDS[one.outcome]
    error = one.outcome is Outcome.ERROR
    kind = ' class="in-error joined"' if error else ' class="same"' if state == "quiet-cell" else ""
    code = f'<span class="code">{escape(one.code.code)}</span>' if one.code.code else ""
    told = one.warning or ("" if error else one.sentence)
    note = f'<span class="second-line">{escape(told)}</span>' if told else ""
    division = f"{one.code.division} {one.code.division_name}".strip()
    drawn = (
        f'<tr{kind} id="row-{one.row}"><td class="num second c-row">{one.row}</td>'
        f'<th scope="row" class="c-name">{code}{escape(one.code.name)} <span class="type">{escape(one.code.uom)}</span>'
        f'{note}</th><td class="c-state {state}">{word}</td><td class="c-old">{escape(division)}</td></tr>'
    )
    if not error:
        return drawn
    return f'{drawn}<tr class="in-error"><td></td><td class="c-say bad" colspan="3">{escape(one.sentence)}</td></tr>'
