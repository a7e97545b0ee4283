"""Adding jobs of the ERP to the portal."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.erp_lists import jobs_to_add as to_add
from portal.services.intentions import InputError
from portal.services.projects.added_jobs import add_job
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint

PATH = "/erp/connections/<int:connection_id>/jobs"


@door(blueprint, PATH, Action.ADD_ERP_JOB)
def jobs_to_add(connection_id: int) -> ResponseReturnValue:
    """Jobs that the portal lacks, fifty a page."""
    return _draw(connection_id)


@door(blueprint, PATH, Action.ADD_ERP_JOB, methods=("POST",))
def add_erp_job(connection_id: int) -> ResponseReturnValue:
    """Create the linked project of one job."""
    job = request.form.get("job", "")
    try:
        project_id = add_job(acting(), connection_id, job, request.form.get("number", ""))
    except InputError as error:
        return _draw(connection_id, {"job": job, "text": str(error)}), 422
    flash("The project was created and is linked with its job.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _draw(connection_id: int, error: dict[str, str] | None = None) -> str:
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    page = to_add.read(reader(), acting(), connection_id, number)
    return render_template(
        "erp/jobs_to_add.html", page=page, form=request.form, error=error or {"job": "", "text": ""}
    )
