"""What every answer carries, whether page, mistake, redirect or asset."""

from dataclasses import replace

import pytest

from tests import factories
from tests.people import DANA

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
PATHS = ("/sign-in", "/account", "/nowhere", "/healthz", "/static/css/foundation.css", "/assets/htmx.min.js")


@pytest.fixture
def app(sqlite_app):
    with sqlite_app.app_context():
        factories.furnish()
    return sqlite_app


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_dressed(app, path):
    headers = app.test_client().get(path, buffered=True).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_pages_are_not_kept_by_browsers_and_assets_are(app):
    client = factories.client_for(app, DANA)
    page = client.get("/account")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]
    with app.test_request_context():
        address = app.jinja_env.globals["url_for"]("assets.vendor", name="htmx.min.js")
    asset = client.get(address, buffered=True)
    assert asset.status_code == 200
    assert "immutable" in asset.headers["Cache-Control"]
    assert (
        "immutable" not in client.get("/assets/htmx.min.js?v=other", buffered=True).headers["Cache-Control"]
    )


@pytest.mark.parametrize("name", ["nothing.js", "..%2f__init__.py", "%2e%2e/app.py", ".gitignore"])
def test_only_vendored_files_are_assets(app, name):
    assert app.test_client().get(f"/assets/{name}").status_code == 404


def test_assets_and_health_look_at_no_cookie(app):
    client = app.test_client()
    client.set_cookie("portal", "anything")
    for path in ("/assets/htmx.min.js", "/static/css/foundation.css", "/healthz"):
        assert "Cookie" not in client.get(path, buffered=True).headers.get("Vary", "")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80@localhost", ""])
def test_a_foreign_host_name_is_refused_in_plain_words(app, host):
    answer = app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "host name" in answer.text
    assert "evil" not in answer.text


def test_loopback_names_are_ours_only_where_the_portal_lives_there(make_app, sqlite_settings):
    public = make_app(replace(sqlite_settings, base_url="https://budgets.example"))
    assert public.test_client().get("/healthz", headers={"Host": "localhost"}).status_code == 400
    assert public.test_client().get("/healthz", headers={"Host": "budgets.example"}).status_code == 200


def test_over_https_browsers_are_told_to_stay_there(make_app, sqlite_settings):
    app = make_app(replace(sqlite_settings, base_url="https://budgets.example"))
    answer = app.test_client().get("/healthz", base_url="https://budgets.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
