"""The slip beside a backup: when it was made, the file's hash, and the audit's head at that moment."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.domain.audit_chain import Head, parse_head

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is ISO in UTC; `file` the copy's name, empty when somebody else makes the copy; `head` COUNT:HASH."""

    made_at: str
    database: str
    migration: str
    file: str
    sha256: str
    head: str

    def write(self, path: Path) -> None:
        """Store it for a person and for `portal verify --manifest`."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        path.chmod(0o600)


def read_manifest(path: Path) -> Manifest:
    """Raises ValueError with a sentence where it cannot be used."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**{name: str(content[name]) for name in Manifest.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no manifest of `portal backup`.") from error
    head_of(manifest)
    return manifest


def head_of(manifest: Manifest) -> Head:
    """The anchor that it keeps. Raises ValueError."""
    return parse_head(manifest.head)


def changed_file(manifest: Manifest, folder: Path) -> str:
    """A sentence when the copy beside the manifest is not the one that was made; empty when it is, or is elsewhere."""
    path = folder / manifest.file
    if not manifest.file or Path(manifest.file).name != manifest.file or not path.exists():
        return ""
    if file_hash(path) == manifest.sha256:
        return ""
    return f"{path} was changed after the backup: its hash is not the one in the manifest."


def file_hash(path: Path) -> str:
    """SHA-256 of a file, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
