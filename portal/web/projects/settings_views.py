"""The settings of one project: name and address, connection, switches, sub jobs."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.projects import projects, projects_page
from portal.web.choices import choices
from portal.web.doors import acting, door
from portal.web.projects.blueprints import blueprint
from portal.web.projects.forms import ProjectForm, SubJobForm, put_errors, read_project

PATH = "/projects/<int:project_id>/settings"


@door(blueprint, PATH, Action.CONFIGURE_BUDGET)
def settings(project_id: int) -> ResponseReturnValue:
    """The settings as they are."""
    return _draw(project_id)


@door(blueprint, PATH, Action.CONFIGURE_BUDGET, methods=("POST",))
def configure(project_id: int) -> ResponseReturnValue:
    """Save the settings."""
    page = projects_page.read_settings(reader(), project_id)
    form = _form(page, request.form)
    try:
        projects.configure(acting(project_id), project_id, read_project(form))
    except projects.InputErrors as errors:
        return _draw(project_id, form, summary=put_errors(form, errors)), 422
    flash("The settings were saved.", "ok")
    return redirect(url_for("projects.settings", project_id=project_id), 303)


@door(blueprint, f"{PATH}/sub-jobs", Action.CONFIGURE_BUDGET, methods=("POST",))
def add_sub_job(project_id: int) -> ResponseReturnValue:
    """Add a sub job."""
    form = SubJobForm(request.form)
    try:
        projects.add_sub_job(acting(project_id), project_id, form.code.data or "", form.name.data or "")
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(project_id, sub_job=form), 422
    flash("The sub job was added.", "ok")
    return redirect(url_for("projects.settings", project_id=project_id), 303)


def _form(page: projects_page.SettingsPage, posted: object = None) -> ProjectForm:
    values = asdict(page.values)
    form = ProjectForm(posted, data=values | {"connection_id": str(values["connection_id"] or "")})
    form.connection_id.choices = choices(page.connections)
    return form


def _draw(
    project_id: int,
    form: ProjectForm | None = None,
    sub_job: SubJobForm | None = None,
    summary: list[dict[str, str]] | None = None,
) -> str:
    page = projects_page.read_settings(reader(), project_id)
    return render_template(
        "projects/settings.html",
        page=page,
        form=form or _form(page),
        sub_job=sub_job or SubJobForm(),
        summary=summary or [],
    )
