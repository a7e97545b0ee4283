"""What is typed on the pages of the company and its people."""

from wtforms import (
    BooleanField,
    EmailField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.vocabulary import Granular, Level
from portal.services.company.company_settings import zones
from portal.services.people.budget_permissions import GRANULAR_WORDS
from portal.services.people.directory_page import LEVELS, MAIL_CHOICES

_NONE = Level.NONE.value


class CompanyForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The company."""

    name = StringField("Company name", render_kw={"required": True, "maxlength": 80})
    timezone = SelectField(
        "Time zone",
        description="Times on pages and in mails are told in it.",
        choices={zone: zone.replace("_", " ") for zone in zones()},
    )
    link_days = IntegerField(
        "Approval links work for (days)",
        render_kw={"min": 1, "max": 30, "inputmode": "numeric"},
    )
    four_eyes = BooleanField("Whoever sent, locked or edited a revision cannot accept it")
    holders_grant = BooleanField("Only people who hold Can push to accounting may grant it")


class LevelsForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The levels of one person; a tool that is not named stays as it is."""

    directory = SelectField("Directory", choices=dict(LEVELS), default=_NONE)
    erp = SelectField("ERP Integrations", choices=dict(LEVELS), default=_NONE)
    budget = SelectField("Budget, all projects", choices=dict(LEVELS), default=_NONE)

    def chosen(self) -> dict[str, Level]:
        """The levels that were posted, by tool; unknown words count as not posted."""
        known = {level.value: level for level in Level}
        return {
            field.short_name: known[field.data] for field in self if field.raw_data and field.data in known
        }


class PersonForm(LevelsForm):
    """Somebody new."""

    name = StringField("Name", render_kw={"required": True, "maxlength": 80, "autocomplete": "off"})
    email = EmailField("E-mail", render_kw={"required": True, "maxlength": 200, "autocomplete": "off"})
    title = StringField(
        "Title",
        description="As colleagues know the person: Project manager, Controller.",
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )


class MailForm(Form):  # type: ignore[misc]  # WTForms has no types
    """When approval requests are mailed."""

    when = SelectField("Approval mail", choices=dict(MAIL_CHOICES))


class PermissionForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Level and single permissions on one project's budget."""

    project = SelectField("Project", coerce=int)
    level = SelectField("Budget level on this project", choices=dict(LEVELS))
    granular = SelectMultipleField(
        "Single permissions, for Read only and Standard",
        choices={granular.value: words for granular, words in GRANULAR_WORDS.items()},
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def chosen_level(self) -> Level | None:
        """The level; None for an unknown word."""
        return {level.value: level for level in Level}.get(self.level.data or "")

    def chosen_granular(self) -> list[Granular]:
        """The ticked ones; unknown words count for nothing."""
        known = {granular.value: granular for granular in Granular}
        return [known[word] for word in self.granular.data or () if word in known]
