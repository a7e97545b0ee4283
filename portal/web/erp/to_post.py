"""To post: what an accountant has yet to post at the ERP, the sheets for the printer, and a tick with a note."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import InputError
from portal.services.submissions import to_post_page
from portal.services.submissions.posting_notes import NOTE_AT_MOST
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs

ONE = "/erp/to-post/<int:project_id>"


@door(blueprint, "/erp/to-post", Action.VIEW_ERP)
def to_post() -> ResponseReturnValue:
    """Every job that waits for posting or for the sync after it, the longest waiting first."""
    return render_template("erp/to_post.html", jobs=to_post_page.jobs(reader()), tabs=tabs("erp.to_post"))


@door(blueprint, "/erp/to-post/sheets", Action.VIEW_ERP)
def to_post_sheets() -> ResponseReturnValue:
    """All of them with their grids, one job on a page of paper."""
    sheets = to_post_page.sheets(reader(), acting())
    return render_template("erp/to_post_sheets.html", sheets=sheets, tabs=tabs("erp.to_post"))


@door(blueprint, ONE, Action.VIEW_ERP)
def to_post_one(project_id: int) -> ResponseReturnValue:
    """One job: the steps, the grid, the note, and once amounts show, expected against found."""
    return _draw(project_id)


@door(blueprint, f"{ONE}/note", Action.NOTE_POSTING, methods=("POST",))
def note_posting(project_id: int) -> ResponseReturnValue:
    """Keep the tick; nothing opens by it."""
    actor, budget_id = acting(project_id), budget_of(reader(), project_id).id
    if request.form.get("posted") != "yes":
        return _draw(project_id, InputError("posted", "Tick the box to say that you posted it."))
    try:
        perform(Action.NOTE_POSTING, actor, budget_id, given=request.form.get("note", ""))
    except InputError as error:
        return _draw(project_id, error)
    flash("Noted. The budget opens when the sync brings the posted amounts.", "ok")
    return redirect(url_for("erp.to_post_one", project_id=project_id), 303)


def _draw(project_id: int, error: InputError | None = None) -> ResponseReturnValue:
    drawn = render_template(
        "erp/to_post_one.html",
        sheet=to_post_page.sheet_of(reader(), acting(project_id), project_id),
        project_id=project_id,
        form=request.form,
        error={"field": error.field, "text": str(error)} if error else {"field": "", "text": ""},
        note_at_most=NOTE_AT_MOST,
    )
    return drawn, 422 if error else 200
