"""The list of cost codes, and the forms for one code, one division, one cost type."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.projects import cost_codes, cost_codes_page
from portal.web.choices import choices
from portal.web.cost_codes.forms import CodeForm, NamedForm, read_code
from portal.web.doors import acting, door

blueprint = Blueprint("cost_codes", __name__)
NOUNS = {"divisions": "division", "types": "cost_type"}
TITLES = {"division": "division", "cost_type": "cost type"}


@door(blueprint, "/cost-codes", Action.MANAGE_COST_CODES)
def page() -> ResponseReturnValue:
    """The company's list."""
    search = request.args.get("q", "").strip()[:100]
    found = cost_codes_page.read(reader(), search, request.args.get("after", type=int))
    return render_template("cost_codes/page.html", page=found)


@door(blueprint, "/cost-codes/new", Action.MANAGE_COST_CODES, methods=("GET", "POST"))
def new_code() -> ResponseReturnValue:
    """Add a code; the form stays for the next one."""
    return _code(None)


@door(blueprint, "/cost-codes/<int:code_id>", Action.MANAGE_COST_CODES, methods=("GET", "POST"))
def code(code_id: int) -> ResponseReturnValue:
    """Change a code."""
    return _code(code_id)


@door(
    blueprint,
    "/cost-codes/<any(divisions, types):kind>/new",
    Action.MANAGE_COST_CODES,
    methods=("GET", "POST"),
)
def new_named(kind: str) -> ResponseReturnValue:
    """Add a division or a cost type."""
    return _named(NOUNS[kind], None)


@door(
    blueprint,
    "/cost-codes/<any(divisions, types):kind>/<int:row_id>",
    Action.MANAGE_COST_CODES,
    methods=("GET", "POST"),
)
def named(kind: str, row_id: int) -> ResponseReturnValue:
    """Rename a division or a cost type."""
    return _named(NOUNS[kind], row_id)


def _code(code_id: int | None) -> ResponseReturnValue:
    known: dict[str, Any] = {"active": True}
    if code_id is not None:
        known = dict(cost_codes_page.code_values(reader(), code_id))
    form = CodeForm(request.form or None, data=known)
    rows = cost_codes_page.divisions(reader())
    form.division_id.choices = choices((str(row.id), f"{row.code} {row.name}") for row in rows)
    title = f"Cost code {known['code']}" if code_id is not None else "New cost code"
    if request.method != "POST":
        return render_template("cost_codes/form.html", form=form, title=title, has_division=bool(rows))
    try:
        cost_codes.save_code(acting(), read_code(form), code_id)
    except InputError as error:
        form[error.field].errors = [str(error)]
        return render_template("cost_codes/form.html", form=form, title=title, has_division=bool(rows)), 422
    flash(f"{form.code.data.strip()} {form.name.data.strip()} was saved.", "ok")
    return redirect(url_for("cost_codes.page" if code_id is not None else "cost_codes.new_code"), 303)


def _named(noun: str, row_id: int | None) -> ResponseReturnValue:
    known = cost_codes_page.named_values(reader(), noun, row_id) if row_id is not None else {}
    form = NamedForm(request.form or None, data=known)
    if row_id is not None:
        form.code.data = known["code"]
        form.code.render_kw = {"readonly": True}
    title = f"{TITLES[noun].capitalize()} {known['code']}" if row_id is not None else f"New {TITLES[noun]}"
    if request.method != "POST":
        return render_template("cost_codes/form.html", form=form, title=title, has_division=True)
    save = cost_codes.save_division if noun == "division" else cost_codes.save_type
    try:
        save(acting(), form.code.data or "", form.name.data or "", row_id)
    except InputError as error:
        form[error.field].errors = [str(error)]
        return render_template("cost_codes/form.html", form=form, title=title, has_division=True), 422
    flash(f"The {TITLES[noun]} was saved.", "ok")
    return redirect(url_for("cost_codes.page"), 303)
