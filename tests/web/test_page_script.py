"""Our script and htmx together in a real browser, under the portal's own content policy."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from jinja2 import Environment, FileSystemLoader, select_autoescape

from portal.web.headers import _POLICY
from tests.web import gallery

PAGE = """
{% extends "layout/base.html" %}
{% block main %}
  <h1>Try</h1>
  {% for code in (200, 403, 409, 422, 401, 500) %}
    <form hx-post="/{{ code }}" hx-target="#answer"><button type="submit">Send {{ code }}</button></form>
  {% endfor %}
  <button hx-post="/gone" hx-target="#answer">Send nowhere</button>
  <form data-send-on-change action="/chosen">
    <select name="view" aria-label="View"><option>A</option><option>B</option></select>
  </form>
  <div id="answer"></div>
{% endblock main %}
"""


class Portal(SimpleHTTPRequestHandler):
    """Serves the checkout's files and answers a post to /CODE with that code and a fragment."""

    tokens: list[str | None]
    page: bytes

    def end_headers(self):
        self.send_header("Content-Security-Policy", _POLICY)
        super().end_headers()

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path.startswith(("/static", "/portal")):
            super().do_GET()
        else:
            self._answer(200, self.server.page)

    def do_POST(self):
        self.server.tokens.append(self.headers.get("X-CSRF-Token"))
        if self.path == "/gone":
            self.close_connection = True
            return
        self._answer(int(self.path[1:]), b'<div class="error-summary" tabindex="-1">Swapped</div>')

    def log_message(self, *_):
        pass

    def _answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def portal():
    env = Environment(loader=FileSystemLoader(gallery.ROOT / "templates"), autoescape=select_autoescape())
    env.globals["url_for"] = lambda endpoint, filename="", name="": (
        f"/static/{filename}" if endpoint == "static" else f"/portal/_vendor/{name}"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Portal, directory=gallery.ROOT))
    server.page = env.from_string(PAGE).render(shell=gallery.shell("Home")).encode()
    server.tokens, server.asked = [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def at_portal(browser, portal):
    """A page at the little portal, and what broke the policy on the way there."""
    context = browser.new_context()
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"http://127.0.0.1:{portal.server_port}/")
    yield page
    context.close()
    assert broken == []


@pytest.mark.browser
@pytest.mark.parametrize("code", [200, 403, 409, 422])
def test_refusals_are_shown_where_the_answer_would_be(at_portal, portal, code):
    at_portal.get_by_role("button", name=f"Send {code}").click()
    at_portal.locator("#answer", has_text="Swapped").wait_for()
    assert portal.tokens == ["example"]
    at_portal.wait_for_function("document.activeElement.classList.contains('error-summary')", timeout=2000)


@pytest.mark.browser
def test_a_mistake_of_the_portal_leaves_the_page_and_says_what_to_do(at_portal):
    at_portal.get_by_role("button", name="Send 500").click()
    at_portal.locator("#live", has_text="Reload the page").wait_for()
    assert at_portal.locator("#answer").inner_text() == ""


@pytest.mark.browser
def test_a_portal_that_does_not_answer_is_told(at_portal):
    at_portal.get_by_role("button", name="Send nowhere").click()
    at_portal.locator("#live", has_text="did not answer").wait_for()


@pytest.mark.browser
def test_an_ended_session_loads_the_page_anew(at_portal, portal):
    with at_portal.expect_navigation():
        at_portal.get_by_role("button", name="Send 401").click()
    assert portal.asked.count("/") == 2


@pytest.mark.browser
def test_a_choice_in_a_tool_row_sends_itself(at_portal):
    with at_portal.expect_navigation():
        at_portal.get_by_label("View").select_option("B")
    assert at_portal.url.endswith("/chosen?view=B")
