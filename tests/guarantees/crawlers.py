"""Walking from page to page like a person, a mail scanner or a browser that loads ahead."""

import html
import re
from urllib.parse import urljoin, urlsplit

_WAYS = re.compile(r'\b(?:href|hx-get|src)="([^"]+)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r'\baction="([^"]*)"')
_FIELD = re.compile(r"<(?:input|select|textarea)\b([^>]*)>")
_NAME = re.compile(r'\bname="([^"]*)"')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
FOLDERS = ("/static/", "/assets/")


def ways_from(path, page):
    """Every local address that a page leads to or loads, in the order of the page; files of the design are left out."""
    found = (urljoin(path, html.unescape(each)) for each in _WAYS.findall(page))
    local = (
        each.partition("#")[0] for each in found if not urlsplit(each).netloc and not urlsplit(each).scheme
    )
    return [each for each in dict.fromkeys(local) if each.startswith("/") and not each.startswith(FOLDERS)]


def forms_of(path, page):
    """(address, fields) of every form, its fields as they stand, empty ones filled with a word."""
    for head, body in _FORM.findall(page):
        named = _ACTION.search(head)
        fields = {}
        for field in _FIELD.findall(body):
            name, value = _NAME.search(field), _VALUE.search(field)
            if name:
                fields[name[1]] = html.unescape(value[1]) if value else "x"
        yield urljoin(path, html.unescape(named[1]) if named else ""), fields


def crawl(client, start, visit, *, most=400, kinds=2):
    """Visit `start` and all that follows, at most `most` addresses, of one page a few looks; return how many."""
    waiting, known, looks = [start], {start}, {}
    visited = 0
    while waiting and visited < most:
        path = waiting.pop(0)
        answer = client.get(path, buffered=True)
        visit(path, answer)
        visited += 1
        if answer.status_code in {301, 302, 303}:
            onward = [urljoin(path, answer.location)]
        else:
            onward = ways_from(path, answer.text) if answer.mimetype == "text/html" else []
        for each in onward:
            bare = each.partition("?")[0]
            if each not in known and looks.get(bare, 0) < kinds:
                known.add(each)
                looks[bare] = looks.get(bare, 0) + 1
                waiting.append(each)
    return visited
