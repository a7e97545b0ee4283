"""What is typed on the page of the sign-in settings."""

from wtforms import Form, IntegerField, SelectField

from portal.services.company import sign_in_settings
from portal.services.company.sign_in_settings import POLICIES, SignInSettings


def _number(label: str, limits: range, description: str) -> IntegerField:
    kept = {"min": limits.start, "max": limits.stop - 1, "inputmode": "numeric", "required": True}
    return IntegerField(label, description=description, render_kw=kept)


class SignInSettingsForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Timeouts, and who must have a second factor."""

    idle_minutes = _number(
        "Minutes without a request after which a session ends",
        sign_in_settings.IDLE_MINUTES,
        "From 5 to 480.",
    )
    longest_hours = _number(
        "Hours after which every session ends", sign_in_settings.LONGEST_HOURS, "From 1 to 24."
    )
    proof_minutes = _number(
        "Minutes for which a proof of who one is counts",
        sign_in_settings.PROOF_MINUTES,
        "After it, accepting, granting and showing secrets ask for the pass phrase again. From 1 to 60.",
    )
    second_factor = SelectField(
        "Second factor",
        description="Who must have one and has none is led to setting it up at the next request.",
        choices=dict(POLICIES),
    )

    def given(self) -> SignInSettings:
        """What was typed; a missing number is 0, which no limit takes."""
        return SignInSettings(
            self.idle_minutes.data or 0,
            self.longest_hours.data or 0,
            self.proof_minutes.data or 0,
            self.second_factor.data or "",
        )
