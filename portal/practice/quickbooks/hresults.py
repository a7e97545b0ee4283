"""HRESULTs: what QuickBooks answers when it never ran the request set at all, with its sentence for each."""

from collections.abc import Mapping
from typing import Final

INVALID_XML: Final = "0x80040400"
CANNOT_OPEN_FILE: Final = "0x80040403"
OTHER_FILE_OPEN: Final = "0x8004040A"
ROLLBACK_UNSUPPORTED: Final = "0x80040413"
MODAL_DIALOG: Final = "0x80040414"
VERSION_UNSUPPORTED: Final = "0x80040423"

SENTENCES: Final[Mapping[str, str]] = {
    INVALID_XML: "QuickBooks found an error when parsing the provided XML text stream.",
    CANNOT_OPEN_FILE: "Could not open the specified QuickBooks company data file.",
    OTHER_FILE_OPEN: (
        "A QuickBooks company data file is already open and it is different from the one requested."
    ),
    ROLLBACK_UNSUPPORTED: 'The onError attribute "rollbackOnError" is not supported by QuickBooks.',
    MODAL_DIALOG: "A modal dialog box is showing in the QuickBooks user interface. Close it and try again.",
    VERSION_UNSUPPORTED: "The version of qbXML that was requested is not supported or is unknown.",
}


class NotProcessedError(Exception):
    """The whole request set was refused before anything ran. Carries the HRESULT and QuickBooks' sentence."""

    def __init__(self, hresult: str, detail: str = "") -> None:
        super().__init__(f"{SENTENCES[hresult]} {detail}".strip())
        self.hresult = hresult
        self.detail = detail
