"""Rows as the agent's wire words them."""

from typing import Any

from portal.db.staging import StagedRecord, SyncFailure
from portal.gateways.agent_answers import moment
from portal.services.sync.agent_work import Operation
from portal.services.sync.operations import Progress


def request_shape(operation: Operation) -> dict[str, Any]:
    """What the agent is to do."""
    return {
        "OperationId": operation.operation_id,
        "Type": operation.kind,
        "Payload": operation.payload,
        "Attempt": operation.attempt,
        "LeaseUntil": moment(operation.lease_until),
    }


def record_shape(row: StagedRecord) -> dict[str, Any]:
    """A staged record, as the agent brought it, and its Version."""
    return {
        "Entity": row.entity,
        "ErpKey": row.erp_key,
        "ErpVersion": row.erp_version,
        "Job": row.job,
        "IsArchived": row.is_archived,
        "Fields": row.fields,
        "Version": row.version,
    }


def operation_shape(operation_id: str, found: Progress) -> dict[str, Any]:
    """How far an operation has come."""
    return {
        "Id": operation_id,
        "CreatedOn": moment(found.created),
        "TransmittedOn": moment(found.transmitted),
        "ReceivedOn": moment(found.received),
        "DisabledOn": moment(found.disabled),
        "CompletedOn": moment(found.completed),
    }


def failure_shape(row: SyncFailure) -> dict[str, Any]:
    """What went wrong."""
    return {
        "Id": row.id,
        "OperationId": row.operation_id,
        "Entity": row.entity,
        "ErpKey": row.erp_key,
        "ErrorMessage": row.message,
        "CreatedOn": moment(row.at),
    }
