"""What is typed on the page of one person."""

from wtforms import EmailField, Form, StringField

from portal.services.people.person_details import Details


class DetailsForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Name, address and title."""

    name = StringField("Name", render_kw={"required": True, "maxlength": 80, "autocomplete": "off"})
    email = EmailField(
        "E-mail",
        description="The person signs in with it. A new address is told to the old one.",
        render_kw={"required": True, "maxlength": 200, "autocomplete": "off"},
    )
    title = StringField("Title", render_kw={"maxlength": 80, "autocomplete": "off"})

    def given(self) -> Details:
        """As typed."""
        return Details(self.name.data or "", self.email.data or "", self.title.data or "")
