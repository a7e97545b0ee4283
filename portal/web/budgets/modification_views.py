"""Budget modifications: the list, and the form that shows both lines before and after."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, SelectField, StringField, TextAreaField

from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.money import MoneyError, format_money, parse_money
from portal.domain.vocabulary import Action
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.modification_limits import warning_after
from portal.services.budgets.modifications import ModificationInput, removal
from portal.services.budgets.modifications_page import ModificationPage, read_list, read_one
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.transitions import perform
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.line_forms import put_error
from portal.web.budgets.tabs import tabs
from portal.web.budgets.views import head_context
from portal.web.cells import figure
from portal.web.choices import choices
from portal.web.doors import acting, door

NOTES_LIMIT = 1000
REFERENCE_LIMIT = 60


class ModificationForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A movement as typed."""

    from_line = SelectField("From line", validate_choice=False)
    to_line = SelectField("To line", validate_choice=False)
    amount = StringField("Amount")
    reference = StringField("Reference")
    notes = TextAreaField("Notes")


@dataclass(frozen=True, slots=True)
class Effect:
    """A line before and after, as text."""

    label: str
    before: str
    after: str


@door(blueprint, f"{PATH}/modifications", Action.VIEW_BUDGET)
def modifications(project_id: int) -> ResponseReturnValue:
    """The list."""
    actor = acting(project_id)
    found = load(reader(), project_id)
    head = read_head(reader(), actor, found)
    return render_template(
        "budgets/modifications.html",
        **head_context(head),
        rows=read_list(reader(), actor, found.budget),
        figure=figure,
        tabs=tabs(project_id, "budgets.modifications"),
    )


@door(blueprint, f"{PATH}/modifications/new", Action.CREATE_MODIFICATION)
def new_modification(project_id: int) -> ResponseReturnValue:
    """An empty form; the address may choose lines beforehand, as in `?from_line=7`."""
    page = read_one(reader(), acting(project_id), project_id)
    return _draw(page, _form(page, request.args or None))


@door(blueprint, f"{PATH}/modifications/new", Action.CREATE_MODIFICATION, methods=("POST",))
def create_modification(project_id: int) -> ResponseReturnValue:
    """Record the movement."""
    return _save(Action.CREATE_MODIFICATION, read_one(reader(), acting(project_id), project_id))


@door(blueprint, f"{PATH}/modifications/<int:modification_id>", Action.CHANGE_MODIFICATION)
def modification(project_id: int, modification_id: int) -> ResponseReturnValue:
    """One modification that was not sent yet."""
    page = read_one(reader(), acting(project_id), project_id, modification_id)
    return _draw(page, _form(page))


@door(blueprint, f"{PATH}/modifications/<int:modification_id>", Action.CHANGE_MODIFICATION, methods=("POST",))
def change_modification(project_id: int, modification_id: int) -> ResponseReturnValue:
    """Change it."""
    page = read_one(reader(), acting(project_id), project_id, modification_id)
    return _save(Action.CHANGE_MODIFICATION, page)


@door(
    blueprint,
    f"{PATH}/modifications/<int:modification_id>/delete",
    Action.CHANGE_MODIFICATION,
    methods=("POST",),
)
def delete_modification(project_id: int, modification_id: int) -> ResponseReturnValue:
    """Remove it: both lines stand as before it."""
    try:
        perform(
            Action.CHANGE_MODIFICATION,
            acting(project_id),
            budget_of(reader(), project_id).id,
            seen_version=request.form.get("version", type=int),
            given=removal(modification_id),
        )
    except InputError as error:
        page = read_one(reader(), acting(project_id), project_id, modification_id)
        return _draw(page, _form(page), str(error)), 422
    flash("The modification was deleted.", "ok")
    return redirect(url_for("budgets.modifications", project_id=project_id), 303)


def _save(action: Action, page: ModificationPage) -> ResponseReturnValue:
    form = _form(page, request.form)
    if "look" in request.form:
        return _draw(page, form)
    actor = acting(page.project_id)
    try:
        given = _input(form, page.modification_id)
        saved = perform(
            action, actor, page.budget_id, seen_version=request.form.get("version", type=int), given=given
        )
    except InputError as error:
        put_error(form, error)
        return _draw(page, form), 422
    except (ChangedMeanwhileError, Denied) as error:
        fresh = read_one(reader(), actor, page.project_id, page.modification_id)
        return _draw(fresh, form, str(error)), 409
    flash("The modification was saved. It counts at once and travels with the next send.", "ok")
    if words := warning_after(reader(), saved):
        flash(words, "warn")
    return redirect(url_for("budgets.modifications", project_id=page.project_id), 303)


def _form(
    page: ModificationPage, posted: Any = None, chosen: dict[str, str] | None = None
) -> ModificationForm:
    form = ModificationForm(posted, data=page.values | (chosen or {}))
    empty = "None: changes the grand total" if page.one_sided else "Choose a line"
    lines = [("", empty), *((str(line.id), line.label) for line in page.lines)]
    form.from_line.choices = choices(lines)
    form.to_line.choices = choices(lines)
    return form


def _input(form: ModificationForm, modification_id: int | None) -> ModificationInput:
    notes, reference = (form.notes.data or "").strip(), (form.reference.data or "").strip()
    if len(reference) > REFERENCE_LIMIT:
        raise InputError(
            "reference", f"The reference has {len(reference)} characters; shorten it to {REFERENCE_LIMIT}."
        )
    if len(notes) > NOTES_LIMIT:
        raise InputError(
            "notes", f"The notes have {len(notes):,} characters; shorten them to {NOTES_LIMIT:,}."
        )
    try:
        cents = parse_money(form.amount.data or "")
    except MoneyError as error:
        raise InputError("amount", str(error)) from None
    return ModificationInput(
        _line(form.from_line.data), _line(form.to_line.data), cents, reference, notes, modification_id
    )


def _line(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _effects(page: ModificationPage, form: ModificationForm) -> list[Effect]:
    """Both lines before and after, as far as the form can be read."""
    try:
        cents = parse_money(form.amount.data or "0")
    except MoneyError:
        return []
    lines = {str(line.id): line for line in page.lines}
    chosen = ((form.from_line.data or "", -cents), (form.to_line.data or "", cents))
    return [
        Effect(
            lines[key].label.rpartition(": ")[0],
            format_money(lines[key].cents),
            format_money(lines[key].cents + moved),
        )
        for key, moved in chosen
        if key in lines
    ]


def _draw(page: ModificationPage, form: ModificationForm, told: str = "") -> str:
    template = (
        "budgets/_modification_form.html" if "HX-Request" in request.headers else "budgets/modification.html"
    )
    return render_template(template, page=page, form=form, effects=_effects(page, form), told=told)
