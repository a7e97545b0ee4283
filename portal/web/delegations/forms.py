"""The form that names a substitute for a period."""

from wtforms import DateField, Form, SelectField
from wtforms.validators import Optional


class SubstituteForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Who and when; what is missing or wrong is said by the service."""

    substitute = SelectField("Who stands in", coerce=str, validate_choice=False)
    first = DateField("First day", validators=[Optional()])
    last = DateField("Last day", validators=[Optional()])
