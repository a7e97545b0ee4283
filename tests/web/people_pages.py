"""What the tests of the people pages share: posting a form, and finding one person's row."""

import re

HTMX = {"HX-Request": "true"}


def row_of(page, world, person):
    return re.search(rf'<tr id="person-{world.id_of(person)}".*?</tr>', page, re.DOTALL)[0]


def post(client, path, headers=None, **fields):
    return client.post(path, data={"csrf_token": client.csrf, **fields}, headers=headers)


def switch(page, name):
    """The switch with that id: whether it is on, and whether it may be pressed."""
    found = re.search(rf'<button class="toggle" id="{name}"[^>]*>', page)[0]
    return 'aria-checked="true"' in found, 'aria-disabled="true"' not in found
