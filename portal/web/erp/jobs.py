"""The Jobs tab, the page that accepts one project, and reading the ERP's lists anew."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.erp_lists import erp_jobs_page, erp_link_page, link_choices
from portal.services.exchange import links, list_refreshes
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs

JOB = "/erp/jobs/<int:project_id>"
_RETURNS = frozenset({"erp.jobs", "erp.cost_codes"})


@door(blueprint, "/erp/jobs", Action.VIEW_ERP)
def jobs() -> ResponseReturnValue:
    """Projects by connection: to accept, waiting, linked."""
    number = max(request.args.get("page", 1, type=int), 1)
    page = erp_jobs_page.read(reader(), acting(), min(number, 10_000))
    return render_template("erp/jobs.html", page=page, tabs=tabs("erp.jobs"))


@door(blueprint, "/erp/connections/<int:connection_id>/refresh", Action.REFRESH_ERP_LISTS, methods=("POST",))
def refresh(connection_id: int) -> ResponseReturnValue:
    """Ask the ERP for its lists."""
    list_refreshes.refresh(acting(), connection_id)
    flash("The lists are asked for. They change here when the ERP has answered.", "wait")
    target = request.form.get("back", "")
    return redirect(url_for(target if target in _RETURNS else "erp.jobs"), 303)


@door(blueprint, JOB, Action.LINK_PROJECT)
def job(project_id: int) -> ResponseReturnValue:
    """The two ways to accept one project."""
    return _draw(project_id)


@door(blueprint, f"{JOB}/link", Action.LINK_PROJECT, methods=("POST",))
def link(project_id: int) -> ResponseReturnValue:
    """Tie the project to the job with the name that was chosen."""
    try:
        name = link_choices.link_by_name(acting(), project_id, request.form.get("job", ""))
    except InputError as error:
        return _draw(project_id, error)
    flash(f"Linked with {name}.", "ok")
    return redirect(url_for("erp.jobs"), 303)


@door(blueprint, f"{JOB}/create", Action.LINK_PROJECT)
def new_job(project_id: int) -> ResponseReturnValue:
    """Show what would be created under `?under=` a customer or as `?number=`; nothing is ordered by looking."""
    under, number = (request.args.get(name, "").strip() for name in ("under", "number"))
    try:
        wanted = erp_link_page.new_job_under(reader(), project_id, under, number)
    except InputError as error:
        return _draw(project_id, error)
    page = erp_link_page.read(reader(), acting(), project_id)
    return render_template("erp/new_job.html", page=page, job=wanted, tabs=tabs("erp.jobs"))


@door(blueprint, f"{JOB}/create", Action.LINK_PROJECT, methods=("POST",))
def create_job(project_id: int) -> ResponseReturnValue:
    """Order the creation that the page showed."""
    try:
        links.create_job(
            acting(project_id),
            project_id,
            request.form.get("parent_erp_id", ""),
            request.form.get("number", "").strip(),
        )
    except InputError as error:
        return _draw(project_id, error)
    flash("Ordered. The project is linked as soon as the ERP has the job.", "wait")
    return redirect(url_for("erp.jobs"), 303)


def _draw(project_id: int, error: InputError | None = None) -> ResponseReturnValue:
    page = erp_link_page.read(reader(), acting(), project_id)
    form = {**request.args, **request.form}
    status = 422 if error else 200
    shown = {"field": error.field, "text": str(error)} if error else {"field": "", "text": ""}
    return render_template("erp/job.html", page=page, form=form, error=shown, tabs=tabs("erp.jobs")), status
