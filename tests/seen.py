"""A page as people read it: without tags, spaces folded."""

import html
import re


def read(client, path, status=200):
    """The page's text without tags, spaces folded."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return plain(answer.text)


def plain(page):
    body = page.partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
