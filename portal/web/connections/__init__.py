"""Settings, ERP: the connections to ERP companies, from the fields that each connector declares."""

from portal.web.connections.views import blueprint

__all__ = ["blueprint"]
