"""What a connector is told of its connection: its settings, the names of what was chosen there, the ERP's company."""

from typing import Any

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.erp.registry import connector_for
from portal.services.exchange import erp_records


def settings_of(session: Session, connection: ErpConnection) -> dict[str, Any]:
    """The declared fields as set, `<name>_name` for each chosen record, and `company`."""
    settings: dict[str, Any] = {**connection.settings, "company": connection.company}
    for field in connector_for(connection.connector).setting_fields:
        value = connection.settings.get(field.name)
        if field.choices_from and value:
            record = erp_records.find(session, connection.id, field.choices_from, str(value))
            settings[f"{field.name}_name"] = record.full_name if record else ""
    return settings
