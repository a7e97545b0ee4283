"""What a connector is told of its connection: settings, the names of what was chosen there, the ERP's company.

Secrets are not among it: what a connector makes of its settings is stored. A transport that signs in somewhere asks
`services.secrets.sealed_settings.open_settings`.
"""

from typing import Any

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.erp.registry import connector_for
from portal.services.exchange import erp_records
from portal.services.secrets.sealed_settings import without_secrets


def settings_of(session: Session, connection: ErpConnection) -> dict[str, Any]:
    """The declared fields as set, `<name>_name` for each chosen record, and `company`."""
    settings: dict[str, Any] = {**without_secrets(connection.settings), "company": connection.company}
    for field in connector_for(connection.connector).setting_fields:
        value = connection.settings.get(field.name)
        if field.choices_from and value:
            record = erp_records.find(session, connection.id, field.choices_from, str(value))
            settings[f"{field.name}_name"] = record.full_name if record else ""
    return settings
