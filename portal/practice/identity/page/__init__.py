"""What browsers and clients see of the provider."""

from urllib.parse import urlsplit

from flask import Flask, Response

from portal.practice import guards
from portal.practice.identity.houses import House
from portal.practice.identity.page import fault_doors, sign_in_doors, wire_doors


def create_app(house: House) -> Flask:
    """Build the page of one provider."""
    app = Flask(__name__, static_folder=guards.LOOK, static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.extensions["house"] = house
    _let_forms_lead_back(app, house)
    guards.protect(app, ())
    for room in (sign_in_doors, wire_doors, fault_doors):
        app.register_blueprint(room.blueprint)
    return app


def _let_forms_lead_back(app: Flask, house: House) -> None:
    """Browsers hold a form's redirects against form-action too: the client's address must stand there."""
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, house.redirect_uris)}

    @app.after_request
    def widen(response: Response) -> Response:
        policy = response.headers.get("Content-Security-Policy", "")
        allowed = " ".join(["form-action 'self'", *sorted(origins)])
        response.headers["Content-Security-Policy"] = policy.replace("form-action 'self'", allowed)
        return response
