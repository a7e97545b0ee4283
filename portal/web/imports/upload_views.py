"""Choosing a file for a budget, and the template to fill in."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.workbooks import FileError
from portal.services.imports import import_files, import_templates, import_uploads
from portal.services.imports.import_checks import cost_types_now
from portal.web.doors import acting, door
from portal.web.imports.blueprints import PATH, blueprint
from portal.web.imports.uploads import uploaded

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(blueprint, PATH, Action.IMPORT_FILE)
def page(project_id: int) -> ResponseReturnValue:
    """The form for a file, and uploads that wait to be confirmed."""
    return _draw(project_id)


@door(blueprint, PATH, Action.IMPORT_FILE, methods=("POST",))
def upload(project_id: int) -> ResponseReturnValue:
    """Keep the file and lead to its check; a file that cannot be read is refused with a sentence."""
    try:
        name, data = uploaded()
        types = cost_types_now(reader())
        file_id = import_files.keep_upload(acting(project_id), project_id, name, data, types)
    except FileError as refused:
        return _draw(project_id, str(refused)), 422
    return redirect(url_for("imports.check", project_id=project_id, file_id=file_id), 303)


@door(blueprint, f"{PATH}/template.xlsx", Action.IMPORT_FILE)
def template(project_id: int) -> ResponseReturnValue:
    """The workbook to fill in, with this company's codes and types beside it."""
    name, data = import_templates.budget_template(reader(), project_id)
    return Response(data, mimetype=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _draw(project_id: int, error: str = "") -> str:
    found = import_uploads.read(reader(), acting(project_id), project_id)
    here = url_for("imports.page", project_id=project_id)
    return render_template("imports/upload.html", page=found, error=error, here=here)
