"""Taking a message into a conversation, wherever on the portal its form stands."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.denials import FORBIDDEN, Denied
from portal.services.intentions import InputError
from portal.services.submissions import comments
from portal.services.submissions.conversations import Conversation
from portal.web.doors import acting


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands: its address, the page around it and that page's address, and the conversation in it."""

    form_url: str
    page_url: str
    draw: Callable[[dict[str, str], int], ResponseReturnValue]
    read: Callable[[], Conversation]


def take(project_id: int, number: int, place: Place) -> ResponseReturnValue:
    """Keep the posted message and mail it to those concerned.

    Answers with the conversation again, or without scripts with its page. Raises Denied for whoever may not write.
    """
    error, status = _write(project_id, number)
    if request.headers.get("HX-Request"):
        return _fragment(place, error), status
    if error["text"]:
        return place.draw(error, status)
    flash("Sent to everybody concerned. Nothing was decided.", "ok")
    return redirect(place.page_url, 303)


def _write(project_id: int, number: int) -> tuple[dict[str, str], int]:
    """The sentence for the form, empty when the message was kept, and the status of the answer."""
    try:
        comments.write(acting(project_id), project_id, number, request.form.get("text", ""))
    except InputError as wrong:
        return {"field": "text", "text": str(wrong)}, 422
    except Denied as denied:
        if denied.status == FORBIDDEN:
            raise
        return {"field": "text", "text": str(denied)}, denied.status
    return {"field": "", "text": ""}, 200


def _fragment(place: Place, error: dict[str, str]) -> str:
    return render_template(
        "erp/_conversation.html",
        talk=place.read(),
        action=place.form_url,
        form=request.form if error["text"] else {},
        error=error,
    )
