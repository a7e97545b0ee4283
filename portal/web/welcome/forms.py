"""What a guest types."""

from wtforms import EmailField, Form, PasswordField, SelectField, StringField

from portal.services.company.company_settings import zones
from portal.services.people.passwords import SHORTEST

_MOST = {"required": True, "maxlength": 80}


class WelcomeForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The pass phrase."""

    phrase = PasswordField(
        "Pass phrase",
        description=f"At least {SHORTEST} characters. Four words that do not belong together are good.",
        render_kw={"autocomplete": "new-password", "required": True, "maxlength": 200},
    )


class FounderForm(WelcomeForm):
    """The first administrator also says who and where this is."""

    company = StringField("Company", render_kw={**_MOST, "autocomplete": "organization"})
    timezone = SelectField("Time zone", choices={zone: zone.replace("_", " ") for zone in zones()})
    name = StringField("Your name", render_kw={**_MOST, "autocomplete": "name"})
    email = EmailField("Your e-mail", render_kw={**_MOST, "autocomplete": "username"})
