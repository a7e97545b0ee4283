"""The pieces of forms and actions tie their words to their controls, and escape what people typed."""

import pytest
from lxml import html
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField
from wtforms.validators import Length

from tests.web import gallery

ENV = gallery.environment()


class Modification(Form):
    reference = StringField(
        "Reference", [Length(max=5, message="Write at most 5 characters.")], description="Short."
    )
    kind = SelectField("Kind", choices=["a"])


def draw(source, **given):
    names = "{% from 'layout/_forms.html' import field, toggle %}{% from 'layout/_actions.html' import action_list %}"
    return html.fragment_fromstring(ENV.from_string(names + source).render(**given), create_parent=True)


def test_a_field_names_its_hint_and_its_error():
    form = Modification(MultiDict({"reference": "<b>too long", "kind": "a"}))
    assert not form.validate()
    drawn = draw("{{ field(form.reference) }}", form=form)
    control = drawn.get_element_by_id("reference")
    assert control.get("value") == "<b>too long"
    assert control.get("aria-invalid") == "true"
    told = [drawn.get_element_by_id(name).text_content() for name in control.get("aria-describedby").split()]
    assert told == ["Short.", "Write at most 5 characters."]
    assert drawn.find(".//label").get("for") == "reference"


def test_a_field_without_words_names_none():
    control = draw("{{ field(form.kind) }}", form=Modification()).get_element_by_id("kind")
    assert "aria-describedby" not in control.attrib
    assert control.get("class").split() == ["select"]


def test_an_open_action_posts_with_the_token_and_a_closed_one_says_every_reason():
    closed = gallery.action("Send", open_=False) | {
        "sentences": ["Lock it first.", "Line 3 has no cost type."]
    }
    given = [gallery.action("Lock", primary=True), closed]
    drawn = draw("{{ action_list(given, 'secret') }}", given=given)
    (form,) = drawn.findall(".//form")
    assert (form.get("method"), form.inputs["csrf_token"].value) == ("post", "secret")
    grey = drawn.xpath(".//button[@aria-disabled='true']")[0]
    assert grey.get("type") == "button"
    assert (
        drawn.get_element_by_id(grey.get("aria-describedby")).text_content()
        == "Lock it first.Line 3 has no cost type."
    )


@pytest.mark.parametrize(("on", "checked", "word"), [(True, "true", "Yes"), (False, "false", "No")])
def test_a_toggle_says_its_state(on, checked, word):
    drawn = draw("{{ toggle('t', 'May push', on, '/push', 'secret') }}", on=on)
    switch = drawn.get_element_by_id("t")
    assert switch.get("aria-checked") == checked
    assert switch.text_content() == f"May push: {word}"
    assert drawn.find(".//form").inputs["csrf_token"].value == "secret"


def test_a_closed_toggle_cannot_be_sent():
    drawn = draw("{{ toggle('t', 'May push', false, sentence='Not for yourself.', closed=true) }}")
    assert drawn.find(".//form") is None
    why = drawn.get_element_by_id("t").get("aria-describedby")
    assert drawn.get_element_by_id(why).text_content() == "Not for yourself."
