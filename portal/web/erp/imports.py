"""Importing a project's budget from the ERP: the page that shows what would come, and the import."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.imports import erp_import_page
from portal.services.imports.erp_import_lines import Written
from portal.services.imports.erp_imports import ErpImportInput
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp import import_rows
from portal.web.erp.blueprints import blueprint

PATH = "/projects/<int:project_id>/budget/import-from-erp"


@door(blueprint, PATH, Action.IMPORT_FROM_ERP)
def import_budget(project_id: int) -> ResponseReturnValue:
    """What the ERP has, what the portal has, what would become of both."""
    return _draw(project_id)


@door(blueprint, PATH, Action.IMPORT_FROM_ERP, methods=("POST",))
def do_import_budget(project_id: int) -> ResponseReturnValue:
    """Import what the page showed."""
    form = request.form
    given = ErpImportInput(form.get("stamp", ""), form.get("existing", ""))
    try:
        written = perform(
            Action.IMPORT_FROM_ERP,
            acting(project_id),
            budget_of(reader(), project_id).id,
            seen_version=form.get("version", 0, type=int),
            given=given,
        )
    except InputError as error:
        return _draw(project_id, {"field": error.field, "text": str(error)}), 422
    except ChangedMeanwhileError as error:
        return _draw(project_id, {"field": "main", "text": str(error)}), 409
    flash(_said(written), "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _draw(project_id: int, error: dict[str, str] | None = None) -> str:
    reader().rollback()
    page = erp_import_page.read(reader(), acting(project_id), project_id)
    return render_template(
        "erp/import_budget.html",
        page=page,
        rows=import_rows.rows(page.rows),
        form=request.form,
        error=error or {"field": "", "text": ""},
    )


def _said(written: Written) -> str:
    gone = f", {written.removed:,} removed" if written.removed else ""
    return f"Imported: {written.new:,} new, {written.changed:,} changed{gone}."
