"""The mark an application leaves in the company file when the Web Connector first opens it: owner and FileID."""

from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.qwc import Qwc


class AttachmentError(Exception):
    """The file carries another FileID of the same owner."""


def attach(company: Company, qwc: Qwc) -> None:
    """Mark the file, or find the mark. Raises AttachmentError where this owner's mark is a different one."""
    with company.transaction() as database:
        row = company.row(
            "SELECT file_id FROM attached_applications WHERE owner_id = ?", qwc.owner_id.upper()
        )
        if row is None:
            database.execute(
                "INSERT INTO attached_applications VALUES (?, ?, ?)",
                (qwc.owner_id.upper(), qwc.file_id, qwc.app_name),
            )
        elif str(row["file_id"]).upper() != qwc.file_id.upper():
            raise AttachmentError(
                "QBWC1039: There was a problem adding the application. Unique OwnerID/FileID pair value required: "
                "this company file already carries another FileID of this application."
            )
