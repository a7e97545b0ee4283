"""The ways to use an approval link, by people and by machines; each returns what is wrong with what came of it."""

from tests.guarantees import crawlers
from tests.guarantees.link_office import BLIND, DEAD, TOLD, UNKNOWN

CROSS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}


def look(matrix, name, link, state, method):
    """GET or HEAD: to the sign-in, to nothing, or to the review, without the token and never further than that."""
    client, faults = matrix.clients[name], []
    answer = client.open(link, method=method)
    if name == "anonymous":
        if answer.status_code != 302 or not answer.location.startswith("/sign-in"):
            faults.append(f"{answer.status_code}")
        return faults
    if state in DEAD or name in BLIND:
        if answer.status_code != 404 or answer.data != client.open(UNKNOWN, method=method).data:
            faults.append(f"{answer.status_code}, or another body than for an unknown link")
        return faults
    word = TOLD[state] if name == "right person" else ""
    wanted = f"{matrix.review}?link={word}" if word else matrix.review
    if (answer.status_code, answer.location) != (302, wanted):
        faults.append(f"{answer.status_code} {answer.location}")
    matrix.hops.append(answer.location or "")
    matrix.pages.append(client.get(answer.location or "/").text)
    return faults


def post_to_the_link(matrix, name, link, _state):
    client = matrix.clients[name]
    given = {"csrf_token": getattr(client, "csrf", ""), **matrix.captured}
    return [] if client.post(link, data=given).status_code == 405 else ["a POST was taken"]


def accept_without_a_token(matrix, name, _link, _state):
    given = {key: value for key, value in matrix.captured.items() if key != "csrf_token"}
    return _refused(matrix.clients[name].post(f"{matrix.review}/accept", data={**given, "caution": "yes"}))


def accept_from_another_site(matrix, name, _link, _state):
    client = matrix.clients[name]
    given = {**matrix.captured, "csrf_token": getattr(client, "csrf", ""), "caution": "yes"}
    return _refused(client.post(f"{matrix.review}/accept", data=given, headers=CROSS))


def scanner_presses_everything(matrix, name, link, _state):
    """Without a session: follows the link, then every way and every button of every page that it gets to."""
    scanner, faults = matrix.app.test_client(), []
    agent = {"User-Agent": f"LinkChecker for {name}"}
    pressed = []

    def press(path, page):
        for address, fields in crawlers.forms_of(path, page.text):
            pressed.append(address)
            if scanner.post(address, data=fields, headers=agent).status_code >= 500:
                faults.append(f"{address} broke")

    def visit(path, answer):
        if answer.status_code == 200 and answer.mimetype == "text/html":
            press(path, answer)

    crawlers.crawl(scanner, link, visit, most=12)
    if not pressed:
        faults.append("the scanner found no button")
    for act in ("accept", "reject", "retry"):
        faults += _refused(scanner.post(f"{matrix.review}/{act}", data=matrix.captured, headers=agent))
    return faults


def script_replays_the_form(matrix, name, link, _state):
    """What the right person's browser would have posted, by somebody else's session, or by none."""
    client = matrix.app.test_client() if name == "right person" else matrix.clients[name]
    client.get(link)
    return _refused(client.post(f"{matrix.review}/accept", data={**matrix.captured, "caution": "yes"}))


def _refused(answer):
    led_away = answer.status_code == 302 and answer.location.startswith("/sign-in")
    return [] if led_away or answer.status_code in {403, 404} else [f"{answer.status_code} was answered"]


WAYS = {
    "GET": lambda *cell: look(*cell, "GET"),
    "HEAD": lambda *cell: look(*cell, "HEAD"),
    "POST to the link": post_to_the_link,
    "POST accept without token": accept_without_a_token,
    "POST accept from another site": accept_from_another_site,
    "scanner that presses every button": scanner_presses_everything,
    "script that replays the form": script_replays_the_form,
}
