"""The portal for a production web server: ``gunicorn --no-control-socket wsgi:app``."""

from portal.app import create_app
from portal.settings import Settings

app = create_app(Settings.from_environment())
