"""What is typed about the identity provider and its groups."""

from wtforms import BooleanField, Form, PasswordField, SelectField, StringField

from portal.domain.vocabulary import LEVEL_WORDS, Level
from portal.services.people.group_roles import GroupInput
from portal.services.people.identity_providers import SCOPES, ProviderInput

_LEVELS = {level.value: words for level, words in LEVEL_WORDS.items()}
_REQUIRED = {"required": True, "autocomplete": "off"}


class ProviderForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The provider."""

    name = StringField(
        "Name on the button",
        description="People read “Sign in with …” and this name.",
        render_kw={**_REQUIRED, "maxlength": 60},
    )
    issuer = StringField(
        "Issuer",
        description="The address that the provider calls its issuer, letter by letter, beginning with https://.",
        render_kw={**_REQUIRED, "maxlength": 500, "inputmode": "url"},
    )
    client_id = StringField("Client id", render_kw={**_REQUIRED, "maxlength": 200})
    secret = PasswordField(
        "Client secret",
        description="Stored sealed and never shown. Leave it empty to keep the one that is stored.",
        render_kw={"autocomplete": "new-password", "maxlength": 500},
    )
    scopes = StringField("Scopes", default=SCOPES, render_kw={"maxlength": 200, "autocomplete": "off"})
    groups_claim = StringField(
        "Claim that lists the groups", default="groups", render_kw={"maxlength": 100, "autocomplete": "off"}
    )
    adds_people = BooleanField("Add people whom nobody invited, when one of their groups stands below")
    active = BooleanField("Offer it on the sign-in page", default=True)

    def given(self) -> ProviderInput:
        """As the service takes it."""
        return ProviderInput(
            name=self.name.data or "",
            issuer=self.issuer.data or "",
            client_id=self.client_id.data or "",
            secret=self.secret.data or "",
            scopes=self.scopes.data or "",
            groups_claim=self.groups_claim.data or "",
            adds_people=bool(self.adds_people.data),
            active=bool(self.active.data),
        )


class GroupForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One group."""

    group_name = StringField(
        "Group",
        description="Exactly as the provider sends it; some send a number instead of a name.",
        render_kw={**_REQUIRED, "maxlength": 200},
    )
    directory = SelectField("Directory", choices=_LEVELS, default=Level.NONE.value)
    erp = SelectField("ERP Integrations", choices=_LEVELS, default=Level.NONE.value)
    budget = SelectField("Budget, all projects", choices=_LEVELS, default=Level.NONE.value)
    audits = BooleanField("Auditor: sees everything, changes nothing")
    offers_push = BooleanField("Suggest Can Push to Accounting for its members")

    def given(self) -> GroupInput:
        """As the service takes it; unknown words count as None."""
        known = {level.value: level for level in Level}
        return GroupInput(
            group_name=self.group_name.data or "",
            directory=known.get(self.directory.data or "", Level.NONE),
            erp=known.get(self.erp.data or "", Level.NONE),
            budget=known.get(self.budget.data or "", Level.NONE),
            audits=bool(self.audits.data),
            offers_push=bool(self.offers_push.data),
        )
