"""The practice identity provider as a process of its own, and a browser that goes through it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.people import AKI, DANA, EVERYBODY, RUTH

SECRET = "a secret between the two of them"
RETURN = "http://localhost/sign-in/outside/return"
GROUPS = {DANA: ["project-managers"], AKI: ["accounting"], RUTH: ["administrators"]}
_URL = re.compile(r"ready: (\S+)/")
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def subject_of(person) -> str:
    return f"subject-of-{person.email.partition('@')[0]}"


@dataclass
class Provider:
    """A running provider."""

    url: str
    people: Path
    process: subprocess.Popen = field(repr=False)

    def know(self, *rows: dict) -> None:
        """Replace whom it knows."""
        self.people.write_text(json.dumps({"name": "Halden & Rowe", "people": list(rows)}))

    def arm(self, name: str, times: int = 1, value: str = "") -> None:
        answer = requests.post(
            f"{self.url}/api/faults", json={"name": name, "times": times, "value": value}, timeout=10
        )
        assert answer.status_code == 200, answer.text

    def clear(self) -> None:
        requests.delete(f"{self.url}/api/faults", timeout=10)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def row(person, groups=None, **more) -> dict:
    """A person of the tests as the provider knows them."""
    known = {
        "subject": subject_of(person),
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "groups": GROUPS.get(person, []) if groups is None else groups,
    }
    return known | more


def start(folder: Path, redirect_uri: str = RETURN) -> Provider:
    """Start one on a free port; it knows everybody of the tests."""
    people = folder / "people.json"
    people.write_text(json.dumps({"name": "Halden & Rowe", "people": [row(one) for one in EVERYBODY]}))
    command = [
        sys.executable, "-m", "portal.practice.identity", "--data", folder, "--people", people, "--port", "0",
        "--secret-env", "IDENTITY_SECRET", "--redirect-uri", redirect_uri, "--die-with-parent",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env={**os.environ, "IDENTITY_SECRET": SECRET}, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    found = _URL.match(line)
    assert found, f"the provider does not start: {line}"
    return Provider(found[1], people, process)


def choose(departure: str, person, act: str = "sign_in") -> str:
    """Choose a person on the provider's page, in a fresh browser; returns the address it leads back to."""
    with requests.Session() as browser:
        return choose_in(browser, departure, person, act)


def choose_in(browser: requests.Session, departure: str, person, act: str = "sign_in") -> str:
    page = browser.get(departure, timeout=10)
    assert page.status_code == 200, page.text
    form = next(
        part
        for part in page.text.split("<form")[1:]
        if f'value="{subject_of(person)}"' in part or act == "cancel"
    )
    fields = {name: _plain(value) for name, value in _FIELD.findall(form.partition("</form>")[0])}
    answer = browser.post(
        departure.partition("?")[0], data={**fields, "act": act}, timeout=10, allow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def _plain(text: str) -> str:
    return text.replace("&amp;", "&").replace("&#34;", '"').replace("&#39;", "'")
