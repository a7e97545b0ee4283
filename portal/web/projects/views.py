"""The list of projects, and creating one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.projects import projects, projects_page
from portal.web.choices import choices
from portal.web.doors import acting, door
from portal.web.projects.blueprints import blueprint
from portal.web.projects.forms import ProjectForm, put_errors, read_project


@door(blueprint, "/projects", Action.VIEW_PROJECTS)
def listing() -> ResponseReturnValue:
    """Every project this person may see, by name."""
    search = request.args.get("q", "").strip()[:100]
    page = projects_page.read_list(reader(), acting(), search, request.args.get("after", type=int))
    return render_template(
        "projects/page.html",
        page=page,
        may_create=holds(Action.CREATE_PROJECT, acting()),
        may_manage_codes=holds(Action.MANAGE_COST_CODES, acting()),
    )


@door(blueprint, "/projects/new", Action.CREATE_PROJECT)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _draw(_form())


@door(blueprint, "/projects/new", Action.CREATE_PROJECT, methods=("POST",))
def create() -> ResponseReturnValue:
    """Create the project with its budget."""
    form = _form(request.form)
    try:
        project_id = projects.create(acting(), read_project(form))
    except projects.InputErrors as errors:
        return _draw(form, put_errors(form, errors)), 422
    flash("The project was created. Add the lines of its budget.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


@door(blueprint, "/projects/<int:project_id>", Action.VIEW_BUDGET)
def page(project_id: int) -> ResponseReturnValue:
    """A project is its budget."""
    return redirect(url_for("budgets.page", project_id=project_id))


def _form(posted: object = None) -> ProjectForm:
    form = ProjectForm(posted, data={"tool_active": True})
    form.connection_id.choices = choices(projects_page.connections(reader()))
    return form


def _draw(form: ProjectForm, summary: list[dict[str, str]] | None = None) -> str:
    return render_template("projects/new.html", form=form, summary=summary or [])
