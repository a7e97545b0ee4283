"""Adding, editing and deleting a line: in its row with htmx, on a page of its own without."""

from dataclasses import asdict
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.money import MoneyError
from portal.domain.vocabulary import Action
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.ledger_books import read_book
from portal.services.budgets.ledgers import read_one
from portal.services.budgets.line_page import LinePage, code_named, read_line, read_new
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.transitions import perform
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.ledger_rows import group_row, line_row, total_cells
from portal.web.budgets.ledger_views import Wish, ledger, look_for, total_label, wished
from portal.web.budgets.line_forms import LineForm, money_error, put_error, read_line_form
from portal.web.choices import choices
from portal.web.doors import acting, door

CHANGED = {"HX-Trigger": "budget-changed"}


@door(blueprint, f"{PATH}/lines/new", Action.ADD_LINE)
def new_line(project_id: int) -> ResponseReturnValue:
    """An empty form, in the ledger or on its own page."""
    page = read_new(reader(), acting(project_id), project_id)
    return _draw(page, _form(page))


@door(blueprint, f"{PATH}/lines/new", Action.ADD_LINE, methods=("POST",))
def add_line(project_id: int) -> ResponseReturnValue:
    """Add the line; the form stays open for the next one."""
    page = read_new(reader(), acting(project_id), project_id)
    form = _form(page, request.form)
    try:
        given = read_line_form(form, code_named(reader(), form.cost_code.data or ""))
        line_id = perform(Action.ADD_LINE, acting(project_id), page.budget_id, given=given)
    except (InputError, MoneyError, Denied) as error:
        return _again(page, form, error)
    fresh = read_new(reader(), acting(project_id), project_id)
    if not _is_fragment():
        flash("The line was added.", "ok")
        return redirect(_at_line(project_id, line_id), 303)
    found = load(reader(), project_id)
    head = read_head(reader(), acting(project_id), found)
    wish = Wish(wished().show, wished().group, line=line_id)
    kept = _form(fresh)
    kept.cost_type.data = form.cost_type.data
    drawn = render_template(
        "budgets/_ledger.html",
        ledger=ledger(reader(), found, head, wish, glowing=line_id),
        page=fresh,
        form=kept,
        query=wish.query,
    )
    return drawn, 200, CHANGED | {"HX-Retarget": "#budgets-ledger", "HX-Reswap": "outerHTML"}


@door(blueprint, f"{PATH}/lines/<int:line_id>", Action.VIEW_BUDGET)
def line(project_id: int, line_id: int) -> ResponseReturnValue:
    """One line with what may be done to it now."""
    page = read_line(reader(), acting(project_id), project_id, line_id)
    return _draw(page, _form(page))


@door(blueprint, f"{PATH}/lines/<int:line_id>", Action.EDIT_ORIGINAL, methods=("POST",))
def save_line(project_id: int, line_id: int) -> ResponseReturnValue:
    """Save the line; the row shows it, and its sums follow."""
    page = read_line(reader(), acting(project_id), project_id, line_id)
    form = _form(page, request.form)
    try:
        given = read_line_form(form, None, line_id)
        perform(Action.EDIT_ORIGINAL, acting(project_id), page.budget_id, given=given)
    except (InputError, MoneyError, Denied, ChangedMeanwhileError) as error:
        return _again(page, form, error)
    if _is_fragment():
        return _row(project_id, line_id, glowing=True), 200, CHANGED
    flash("The line was saved.", "ok")
    return redirect(_at_line(project_id, line_id), 303)


@door(blueprint, f"{PATH}/lines/<int:line_id>/row", Action.VIEW_BUDGET)
def line_as_it_is(project_id: int, line_id: int) -> ResponseReturnValue:
    """The row again, when editing was given up."""
    return _row(project_id, line_id) if _is_fragment() else redirect(_at_line(project_id, line_id), 303)


@door(blueprint, f"{PATH}/lines/<int:line_id>/delete", Action.DELETE_LINE, methods=("POST",))
def delete_line(project_id: int, line_id: int) -> ResponseReturnValue:
    """Delete the line."""
    seen = request.form.get("version", type=int)
    budget_id = budget_of(reader(), project_id).id
    perform(Action.DELETE_LINE, acting(project_id), budget_id, seen_version=seen, given=line_id)
    flash("The line was deleted.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _form(page: LinePage, posted: Any = None) -> LineForm:
    form = LineForm(posted, data=asdict(page.values) | {"version": page.version})
    form.cost_type.choices = choices(page.types)
    form.sub_job.choices = choices(page.sub_jobs)
    for field in form:
        field.id = f"{field.id}-{page.line_id or 'new'}"  # several lines may be open at once
    first = form.amount if page.line_id else form.cost_code
    begin = "data-focus" if _is_fragment() else "autofocus"
    first.render_kw = {**(first.render_kw or {}), begin: True}
    return form


def _again(page: LinePage, form: LineForm, error: Exception) -> ResponseReturnValue:
    """The same form with what was typed and the sentence where it belongs."""
    told: tuple[str, ...] = ()
    status = 422
    if isinstance(error, InputError):
        put_error(form, error)
    elif isinstance(error, MoneyError):
        automatic = form.calculation.data == "automatic"
        put_error(form, money_error(error, automatic=automatic))
    elif isinstance(error, Denied):
        told, status = tuple(denial.sentence for denial in error.denials), error.status
    else:
        told, status = (str(error),), 409
        form.seen.data = read_line(
            reader(), acting(page.project_id), page.project_id, page.line_id or 0
        ).values.seen
    return _draw(page, form, told, status)


def _draw(
    page: LinePage, form: LineForm, told: tuple[str, ...] = (), status: int = 200
) -> ResponseReturnValue:
    template = "budgets/_line_row.html" if _is_fragment() else "budgets/line.html"
    response = make_response(
        render_template(template, page=page, form=form, told=told, query=wished().query), status
    )
    response.headers["Vary"] = "Cookie, HX-Request"
    response.headers["HX-Push-Url"] = "false"  # a row that opens is no new page
    return response


def _row(project_id: int, line_id: int, *, glowing: bool = False) -> str:
    """The line's row, and for a changed line the sums it stands in, each replacing itself."""
    session, wish = reader(), wished()
    found = load(session, project_id)
    budget, reading = found.budget, found.reading
    head = read_head(session, acting(project_id), found)
    shown = read_one(session, budget, line_id)
    look = look_for(
        session, budget, reading, head.verdicts, wish, [shown], glowing=line_id if glowing else None
    )
    drawn = line_row(shown, look)
    if not glowing:
        return drawn
    whole = read_book(session, budget, reading).total.lines
    label = total_label(wish, look.book.total.lines, whole)
    foot = (
        f'<tr id="budgets-total" hx-swap-oob="true"><th scope="row">{label}</th>{total_cells(look.book)}</tr>'
    )
    return drawn + (group_row(shown.division_id, look, swapped=True) if look.grouped else "") + foot


def _is_fragment() -> bool:
    return "HX-Request" in request.headers


def _at_line(project_id: int, line_id: int) -> str:
    query: dict[str, Any] = {"project_id": project_id, "line": line_id, **wished().kept}
    return url_for("budgets.page", _anchor=f"line-{line_id}", **query)
