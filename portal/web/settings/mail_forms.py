"""What is typed on Settings, Mail."""

from wtforms import BooleanField, Form, IntegerField, PasswordField, SelectField, StringField

from portal.services.company.mail_times import HOURS
from portal.services.mails.mail_page import SECURITY_WORDS


class MailServerForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The SMTP server. The password is never sent back."""

    host = StringField("Server", render_kw={"required": True, "maxlength": 253, "autocomplete": "off"})
    port = IntegerField("Port", render_kw={"min": 1, "max": 65535, "inputmode": "numeric"})
    security = SelectField("Security", choices=SECURITY_WORDS, validate_choice=False)
    username = StringField("User name", render_kw={"maxlength": 200, "autocomplete": "off"})
    password = PasswordField("Password", render_kw={"maxlength": 200, "autocomplete": "new-password"})
    sender = StringField(
        "Sender",
        description="Stands as From in every mail, such as Budgets <budgets@example.com>.",
        render_kw={"required": True, "maxlength": 200, "autocomplete": "off"},
    )


class MailTimesForm(Form):  # type: ignore[misc]  # WTForms has no types
    """When mails are written."""

    digest_hour = SelectField(
        "Daily summary at",
        description="In the company’s time zone; nobody gets one when nothing waits.",
        coerce=int,
        choices={hour: f"{hour:02d}:00" for hour in HOURS},
        validate_choice=False,
    )
    reminder_days = IntegerField(
        "Remind of posting and of waiting approvals after (days)",
        render_kw={"min": 1, "max": 30, "inputmode": "numeric"},
    )
    mails_again = BooleanField("Mail approvers at once also when a rejected budget is sent again")
