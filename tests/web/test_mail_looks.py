"""Mails as they are sent: inlined, escaped, and the same facts in the plain text."""

import pytest

from tests.web import gallery

ENV = gallery.environment()


@pytest.fixture(params=sorted(gallery.MAILS))
def name(request):
    return request.param


def test_every_kind_has_an_example():
    kinds = {path.stem for path in (gallery.ROOT / "templates" / "mail").glob("*.html")}
    assert {kind for kind in kinds if not kind.startswith("_")} == set(gallery.MAILS)


def test_html_carries_its_styles_inline_and_loads_nothing(name):
    html = gallery.mail_html(ENV, name, gallery.MAILS[name])
    assert 'style="' in html
    assert "@media (max-width: 480px)" in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "<img" not in html
    assert "<link" not in html
    assert "{#" not in html


def test_plain_text_says_what_the_html_says(name):
    mail = gallery.MAILS[name]
    text = ENV.get_template(f"mail/{name}.txt").render(mail=mail)
    for key in ("company", "title", "intro", "link_url", "why", "settings_url", "answer_email"):
        assert mail[key] in text, key
    assert "\n\n\n" not in text


def test_every_amount_of_the_request_is_in_both_forms():
    mail = gallery.MAILS["approval_request"]
    html = gallery.mail_html(ENV, "approval_request", mail)
    text = ENV.get_template("mail/approval_request.txt").render(mail=mail)
    for change in mail["changes"]:
        for key in ("name", "difference", "old", "new"):
            assert change[key] in html
            assert change[key] in text


def test_what_people_wrote_is_escaped_in_html_and_plain_in_text():
    mail = gallery.MAILS["rejection"]
    assert "contract &lt;sum&gt;." in gallery.mail_html(ENV, "rejection", mail)
    assert "contract <sum>." in ENV.get_template("mail/rejection.txt").render(mail=mail)
