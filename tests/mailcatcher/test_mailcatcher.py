import json
import os
import smtplib
import subprocess
import sys
import time
import urllib.request
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.mailcatcher.inbox import Inbox
from portal.mailcatcher.pages import create_app

ROOT = Path(__file__).resolve().parents[2]
LINK = "http://localhost:8040/approvals/abc?x=1&y=2"


def approval_mail(subject="Newtown waits for your decision: +12,480.00", to="aki@example.com"):
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Portal <portal@example.com>"
    mail["To"] = to
    mail.set_content("Open the link. — Größe 5\n")
    mail.add_alternative(
        f'<p style="color:red">Hello <a href="{LINK.replace("&", "&amp;")}">open</a>'
        '<a href="javascript:alert(1)">no</a><script>alert(2)</script></p>',
        subtype="html",
    )
    return mail


@pytest.fixture
def inbox(tmp_path):
    return Inbox(tmp_path)


@pytest.fixture
def browser_of(inbox):
    return create_app(inbox).test_client()


def test_a_mail_sent_over_smtp_is_caught_whole(mail_sink):
    with smtplib.SMTP("127.0.0.1", mail_sink.port) as smtp:
        smtp.send_message(approval_mail(), to_addrs=["aki@example.com", "hidden@example.com"])
    (mail,) = mail_sink.mails
    assert mail.subject == "Newtown waits for your decision: +12,480.00"
    assert mail.recipients == ("aki@example.com", "hidden@example.com")
    assert "Größe 5" in mail.text
    assert mail.links == (LINK,)


def test_mails_are_numbered_in_the_order_they_came_and_outlive_the_catcher(inbox, tmp_path):
    for subject in ("one", "two"):
        inbox.add(approval_mail(subject).as_bytes(), "p@example.com", ["a@example.com"])
    assert [mail.subject for mail in Inbox(tmp_path).newest_first()] == ["two", "one"]
    assert Inbox(tmp_path).add(b"Subject: three\n\n", "p@example.com", []) == 3


def test_the_inbox_lists_mails_newest_first(inbox, browser_of):
    assert "No mail has been sent yet" in browser_of.get("/").text
    for subject in ("one", "two"):
        inbox.add(approval_mail(subject).as_bytes(), "p@example.com", ["a@example.com"])
    page = browser_of.get("/").text
    assert page.index(">two</a>") < page.index(">one</a>")


def test_a_mail_is_shown_with_its_links_and_cannot_run_anything(inbox, browser_of):
    number = inbox.add(approval_mail().as_bytes(), "p@example.com", ["a@example.com"])
    page = browser_of.get(f"/messages/{number}")
    assert f'href="{LINK.replace("&", "&amp;")}"' in page.text
    assert "javascript:" not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    shown = browser_of.get(f"/messages/{number}/html")
    policy = shown.headers["Content-Security-Policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/messages/7", "/messages/7/html", "/messages/x"])
def test_a_mail_that_is_not_there_is_not_found(browser_of, path):
    assert browser_of.get(path).status_code == 404


def test_only_requests_that_name_this_machine_are_answered(browser_of):
    assert browser_of.get("/", headers={"Host": "evil.example.com"}).status_code == 400
    assert browser_of.get("/", headers={"Host": "127.0.0.1:8041"}).status_code == 200


def test_tests_read_mails_as_json_and_clear_them(inbox, browser_of):
    inbox.add(approval_mail("Yes").as_bytes(), "p@example.com", ["aki@example.com"])
    inbox.add(approval_mail("No").as_bytes(), "p@example.com", ["other@example.com"])
    (mail,) = browser_of.get("/api/messages?to=aki@example.com&subject=yes").json
    assert (mail["subject"], mail["links"], mail["recipients"]) == ("Yes", [LINK], ["aki@example.com"])
    assert browser_of.get("/api/count").json == {"newest": 2}
    assert browser_of.delete("/api/messages").status_code == 204
    assert browser_of.get("/api/messages").json == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no header at all",
        b"Subject: =?utf-8?q?=FF?=\n\nx",
        b"Content-Type: text/html; charset=no-such\n\n<a href='http://[broken'>x</a>",
        b"Content-Type: multipart/mixed\n\nno parts",
        "Subject: ü\n\nü".encode("latin-1"),
    ],
)
def test_a_broken_mail_is_shown_as_far_as_it_goes(inbox, browser_of, content):
    number = inbox.add(content, "p@example.com", ["a@example.com"])
    assert browser_of.get("/").status_code == 200
    assert browser_of.get(f"/messages/{number}").status_code == 200
    assert browser_of.get(f"/messages/{number}/html").status_code == 200
    assert browser_of.get("/api/messages").status_code == 200


def read(url):
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own process
        return answer.read().decode()


def test_as_a_process_it_catches_shows_and_stops(tmp_path):
    ready = tmp_path / "ready"
    command = [sys.executable, "-m", "portal.mailcatcher", "--data", tmp_path / "mails", "--announce", ready]
    ports = ["--smtp-port", "18942", "--port", "18941"]
    with subprocess.Popen([*command, *ports], env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
        deadline = time.monotonic() + 60
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert ready.read_text() == str(process.pid)
        with smtplib.SMTP("127.0.0.1", 18942) as smtp:
            smtp.send_message(approval_mail())
        assert json.loads(read("http://127.0.0.1:18941/api/messages"))[0]["links"] == [LINK]
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.mark.browser
def test_in_a_browser_a_link_in_the_mail_opens_a_new_window(inbox, serve, page):
    number = inbox.add(approval_mail().as_bytes(), "p@example.com", ["aki@example.com"])
    url = serve(create_app(inbox))
    inbox.add(
        f'Content-Type: text/html\n\n<a href="{url}/messages/{number}">the portal</a>'.encode(),
        "p@example.com",
        [],
    )
    page.goto(f"{url}/")
    page.click("text=(no subject)")
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_text("the portal").click()
    assert opened.value.locator("h1").inner_text() == "Newtown waits for your decision: +12,480.00"


@pytest.mark.browser
def test_in_a_browser_a_new_mail_appears_by_itself(inbox, serve, page):
    page.goto(serve(create_app(inbox)))
    inbox.add(approval_mail("Just now").as_bytes(), "p@example.com", ["aki@example.com"])
    page.wait_for_selector("text=Just now", timeout=30000)
