"""A dry run in words and figures: the summary, the errors, the control totals."""

from dataclasses import dataclass, replace

from portal.domain.imports.outcomes import DryRun, Outcome, Totals
from portal.domain.money import format_money
from portal.services.imports.import_fields import Options

_TOLD_ERRORS = 5
SHOWS = {
    "all": frozenset(Outcome),
    "changes": frozenset({Outcome.NEW, Outcome.CHANGED}),
    "errors": frozenset({Outcome.ERROR}),
    "skipped": frozenset({Outcome.SKIPPED}),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the summary; `row` is where it stands, 0 for the whole file."""

    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One figure of the control totals; `kind` and `word` say whether it agrees."""

    label: str
    amount: str
    is_negative: bool = False
    is_sum: bool = False
    kind: str = ""
    word: str = ""


def title(run: DryRun) -> str:
    """The head of the error summary; empty when there is nothing wrong."""
    errors = run.counts.get(Outcome.ERROR, 0)
    if errors:
        rows = len({row.row for row in run.errors})
        return f"{counted(rows, 'row')} {'needs' if rows == 1 else 'need'} your attention. Nothing has been written."
    return "The file cannot be imported like this. Nothing has been written." if run.problems else ""


def told(run: DryRun) -> tuple[Told, ...]:
    """Each problem of the whole file, and the first errors by row, each shortened to what is wrong."""
    errors = run.errors
    found = [Told(sentence) for sentence in run.problems]
    found += [
        Told(error.sentence.partition(". ")[0].rstrip("."), error.row) for error in errors[:_TOLD_ERRORS]
    ]
    rest = len(errors) - _TOLD_ERRORS
    return (
        (*found, Told(f"And {counted(rest, 'other')} of {len(errors):,} in all."))
        if rest > 0
        else tuple(found)
    )


def summary(run: DryRun) -> str:
    """What the rows would do, counted."""
    count = run.counts
    parts = [
        f"{count.get(Outcome.NEW, 0):,} new",
        f"{count.get(Outcome.CHANGED, 0):,} changed",
        f"{count.get(Outcome.UNCHANGED, 0):,} the same",
    ]
    if count.get(Outcome.SKIPPED):
        parts.append(f"{count[Outcome.SKIPPED]:,} skipped")
    if count.get(Outcome.ERROR):
        parts.append(counted(count[Outcome.ERROR], "error"))
    sentences = [f"{', '.join(parts)}."]
    several = run.rows_with_several_lines
    if len(several) == 1:
        sentences.append(f"Row {several[0]} holds several amounts and becomes several lines.")
    elif several:
        sentences.append(f"{len(several):,} rows hold several amounts and become several lines.")
    if run.rows_filtered_out:
        sentences.append(f"{counted(run.rows_filtered_out, 'row')} left out by the filter.")
    if run.rows_rounded:
        sentences.append(f"{counted(len(run.rows_rounded), 'amount')} rounded to cents.")
    if run.new_codes:
        sentences.append(f"{counted(len(run.new_codes), 'cost code')} will be created.")
    return " ".join(sentences)


def shows(run: DryRun, amounts: int) -> Options:
    """The filter's options; a kind that does not occur is not offered."""
    count = run.counts
    changes = count.get(Outcome.NEW, 0) + count.get(Outcome.CHANGED, 0)
    skipped = count.get(Outcome.SKIPPED, 0)
    named = (
        ("all", f"All {counted(amounts, 'amount')}" if not skipped else f"All {len(run.rows):,} rows"),
        ("changes", f"Only {counted(changes, 'change')}"),
        ("errors", f"Only {counted(count.get(Outcome.ERROR, 0), 'error')}"),
        ("skipped", f"Only {skipped:,} skipped"),
    )
    return tuple((value, text) for value, text in named if value == "all" or SHOWS[value] & set(count))


def control(run: DryRun, rows: int) -> tuple[ControlRow, ...]:
    """The control totals from what the file says to what the budget would hold; `rows` is how many rows it has."""
    totals = run.totals
    errors = sorted({row.row for row in run.errors})
    found = []
    if totals.control is not None:
        label = f"{_capital(totals.control_column)} of the file, {counted(rows, 'row')}"
        found.append(ControlRow(label, format_money(totals.control)))
    if totals.printed is not None:
        found.append(ControlRow(f"Total printed in row {totals.printed_row}", format_money(totals.printed)))
    read = f"Amounts read from {totals.columns}" if totals.columns else "Amounts read"
    found.append(
        replace(_agreement(totals), label=read, amount=format_money(totals.read), is_negative=totals.read < 0)
    )
    if errors:
        which = (
            f"row {errors[0]}, which has an error"
            if len(errors) == 1
            else f"{len(errors):,} rows with errors"
        )
        found.append(ControlRow(f"Without {which}", format_money(-totals.in_errors), totals.in_errors > 0))
    found.append(
        ControlRow("Would be written", format_money(totals.written), totals.written < 0, is_sum=True)
    )
    found.append(ControlRow("Budget now", format_money(totals.budget_now), totals.budget_now < 0))
    found.append(ControlRow("Budget afterwards", format_money(totals.budget_after), totals.budget_after < 0))
    return tuple(found)


def _agreement(totals: Totals) -> ControlRow:
    """Whether what was read is what the file itself adds up to; blank when the file does not say."""
    known = [each for each in (totals.agrees, totals.printed_agrees) if each is not None]
    if not known:
        return ControlRow("", "")
    kind, word = ("ok", "Agrees") if all(known) else ("warn", "Differs")
    return ControlRow("", "", kind=kind, word=word)


def counted(number: int, word: str) -> str:
    """`1 row`, `2,376 rows`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
