"""Several budgets at once: ticked on the list, shown again with all that would happen, decided row by row."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.submissions import bulk_decisions, bulk_page
from portal.services.submissions.bulk_decisions import Choice, Outcome
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs
from portal.web.erp.numbers import is_number

PATH = "/erp/budgets/bulk"
NO_ERROR = {"field": "", "text": ""}
_NOTHING = InputError("rows", "Tick at least one budget that can be decided so.")


@door(blueprint, PATH, Action.REJECT)
def bulk() -> ResponseReturnValue:
    """What would happen to each ticked row: `?submission=12&submission=15`; nothing is changed by it."""
    return _draw(_numbers(request.args.getlist("submission")))


@door(blueprint, f"{PATH}/accept", Action.ACCEPT, methods=("POST",))
def bulk_accept() -> ResponseReturnValue:
    """Accept the ticked rows that the page offered to accept."""
    return _decide(Action.ACCEPT, "acceptable", lambda choices: bulk_decisions.accept(acting, choices))


@door(blueprint, f"{PATH}/reject", Action.REJECT, methods=("POST",))
def bulk_reject() -> ResponseReturnValue:
    """Reject the ticked rows, all with the same reason."""
    reason = request.form.get("reason", "")
    return _decide(
        Action.REJECT, "rejectable", lambda choices: bulk_decisions.reject(acting, choices, reason)
    )


def _decide(
    action: Action, offered: str, act: Callable[[list[Choice]], tuple[Outcome, ...]]
) -> ResponseReturnValue:
    """Decide and show what became of each row. Drawn at once: loading it again repeats nothing and shows the same."""
    choices = _choices(set(request.form.getlist(offered)))
    try:
        if not choices:
            raise _NOTHING
        outcomes = act(choices) + _left_out(action, choices)
    except InputError as error:
        return _draw(_numbers(request.form.getlist("row")), {"field": error.field, "text": str(error)}, 422)
    return render_template(
        "erp/bulk_results.html",
        outcomes=outcomes,
        done=sum(each.done for each in outcomes),
        still_open=[each.submission_id for each in outcomes if each.open],
        tabs=tabs("erp.budgets"),
    )


def _draw(
    submission_ids: list[int], error: dict[str, str] = NO_ERROR, status: int = 200
) -> ResponseReturnValue:
    page = bulk_page.read(reader(), acting, submission_ids)
    ticked = set(_numbers(request.form.getlist("submission")))
    drawn = render_template(
        "erp/bulk.html",
        page=page,
        form=request.form,
        ticked=ticked or {row.submission_id for row in page.rows if row.can_tick},
        error=error,
        tabs=tabs("erp.budgets"),
        most=bulk_decisions.AT_MOST,
    )
    return drawn, status


def _choices(offered: set[str]) -> list[Choice]:
    """The ticked rows among those `offered`, as the page showed them."""
    form = request.form
    return [
        Choice(int(text), form.get(f"hash-{text}", ""), form.get(f"caution-{text}") == "yes")
        for text in form.getlist("submission")
        if is_number(text) and text in offered
    ]


def _left_out(action: Action, choices: list[Choice]) -> tuple[Outcome, ...]:
    """Rows that were ticked for the other decision only, so that none goes without a word."""
    taken = {choice.submission_id for choice in choices}
    ticked = _numbers(request.form.getlist("submission"))
    return bulk_page.left_out(reader(), acting, action, [key for key in ticked if key not in taken])


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if is_number(text)]
