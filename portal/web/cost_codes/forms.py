"""Forms of the company's list."""

from wtforms import BooleanField, Form, SelectField, StringField

from portal.services.projects.cost_codes import CodeInput


class CodeForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A cost code as typed."""

    code = StringField("Code")
    name = StringField("Name")
    division_id = SelectField("Division", validate_choice=False)
    uom = StringField("Unit")
    active = BooleanField("Active: budgets may use it")


class NamedForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A division or a cost type as typed."""

    code = StringField("Code")
    name = StringField("Name")


def read_code(form: CodeForm) -> CodeInput:
    """What was typed, as the service takes it."""
    division = form.division_id.data or ""
    return CodeInput(
        form.code.data or "",
        form.name.data or "",
        int(division) if division.isascii() and division.isdigit() else 0,
        form.uom.data or "",
        bool(form.active.data),
    )
