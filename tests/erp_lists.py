"""Rows of an ERP's own lists, as a reading would have brought them."""

from portal import clock
from portal.db.exchange import ErpRecord
from portal.db.transactions import transaction


def add_record(world, kind, number, full_name, *, active=True):
    with transaction() as session:
        session.add(
            ErpRecord(
                connection_id=world.connection,
                kind=kind,
                erp_id=f"80000{number:03}-1",
                name=full_name.rpartition(":")[2],
                full_name=full_name,
                active=active,
                read_at=clock.now(),
            )
        )
