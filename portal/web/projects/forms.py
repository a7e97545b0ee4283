"""Forms of a project: text fields in, a `ProjectInput` out, the ERP's and our own complaints at their fields."""

from wtforms import BooleanField, Form, SelectField, StringField

from portal.services.projects.projects import InputErrors, ProjectInput


class ProjectForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A project as typed."""

    number = StringField("Job number")
    name = StringField("Name")
    address = StringField("Street address")
    city = StringField("City")
    region = StringField("State")
    postal_code = StringField("Zip code")
    connection_id = SelectField("ERP connection", validate_choice=False)
    tool_active = BooleanField("The Budget tool is active for this project")
    may_change_grand_total = BooleanField("Budget modifications may change the grand total")


class SubJobForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A sub job to add."""

    code = StringField("Code")
    name = StringField("Name")


def read_project(form: ProjectForm) -> ProjectInput:
    """What was typed, as the service takes it."""
    connection = form.connection_id.data or ""
    return ProjectInput(
        number=form.number.data or "",
        name=form.name.data or "",
        address=form.address.data or "",
        city=form.city.data or "",
        region=form.region.data or "",
        postal_code=form.postal_code.data or "",
        connection_id=int(connection) if connection.isascii() and connection.isdigit() else None,
        tool_active=bool(form.tool_active.data),
        may_change_grand_total=bool(form.may_change_grand_total.data),
    )


def put_errors(form: Form, errors: InputErrors) -> list[dict[str, str]]:
    """Show each sentence at its field; returns all of them for the summary, each with the way to its field."""
    summary = []
    for error in errors.errors:
        known = error.field in form
        if known:
            form[error.field].errors = [*form[error.field].errors, str(error)]
        summary.append({"text": str(error), "href": f"#{error.field}" if known else ""})
    return summary
