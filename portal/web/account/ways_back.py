"""Where to go after signing in: only to a page of this portal, whatever the address asked for."""

from urllib.parse import urlsplit

HOME = "/"


def local_path(target: str | None) -> str:
    """`target` when it is a path here, else Home: other hosts, schemes and control characters are none."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return HOME
    if any(ord(letter) < 32 or letter == "\\" for letter in target):  # noqa: PLR2004 - control characters
        return HOME
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else HOME
