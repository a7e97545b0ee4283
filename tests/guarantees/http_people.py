"""People at real browsers: a session each, signed in once, asking whichever process they are sent to."""

import re
from http.cookiejar import DefaultCookiePolicy

import requests

from tests.people import PHRASE, Fixed

_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


def _browser() -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    made.cookies.set_policy(DefaultCookiePolicy(strict_ns_domain=0))
    return made


class HttpPerson:
    """A window of a browser in which somebody is signed in. The address names the process that shall answer."""

    def __init__(self, person: Fixed, browser: requests.Session, token: str) -> None:
        self.person, self.browser, self.token = person, browser, token

    @classmethod
    def sign_in(cls, base: str, person: Fixed) -> "HttpPerson":
        """Through the form, like everybody."""
        browser = _browser()
        token = _FIELD.search(browser.get(f"{base}/sign-in", timeout=60).text)[1]
        given = {"csrf_token": token, "email": person.email, "phrase": PHRASE}
        answer = browser.post(f"{base}/sign-in", data=given, allow_redirects=False, timeout=60)
        assert answer.status_code == 303, answer.text
        return cls(person, browser, _FIELD.search(browser.get(f"{base}/account", timeout=60).text)[1])

    def window(self) -> "HttpPerson":
        """Another window of the same browser, with a connection of its own."""
        browser = _browser()
        browser.cookies.update(self.browser.cookies)
        return HttpPerson(self.person, browser, self.token)

    def get(self, base: str, path: str) -> requests.Response:
        return self.browser.get(base + path, allow_redirects=False, timeout=60)

    def post(self, base: str, path: str, fields: dict[str, object]) -> requests.Response:
        given = {"csrf_token": self.token, **fields}
        return self.browser.post(base + path, data=given, allow_redirects=False, timeout=60)
