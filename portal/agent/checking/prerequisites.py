"""All prerequisites in one list, in the order in which one would set them right."""

from pathlib import Path

from .. import setting_values, settings
from ..failures import SettingsError
from . import company_checks, folder_checks, portal_checks
from .findings import FAILED, Finding, failed, ok, warning


def report(path: Path | None) -> int:
    """Print every finding; 1 when any failed, else 0."""
    found = findings(path)
    for finding in found:
        print(finding)
    count = sum(finding.state == FAILED for finding in found)
    print(f"{count} of {len(found)} failed." if count else "The agent can run.")
    return 1 if count else 0


def findings(path: Path | None) -> list[Finding]:
    """Try everything that the settings allow to be tried."""
    try:
        chosen = settings.read(path)
    except SettingsError as error:
        return [failed("settings", problem) for problem in error.problems]
    found = [ok("settings", f"{path or settings.FILE_NAME} and the environment say all that is needed.")]
    files = [path or Path(settings.FILE_NAME), *([Path(chosen.key_file)] if chosen.key_file else [])]
    found += [
        warning("settings", f"Other accounts may read {file}. Let only the agent's account read it.")
        for file in files
        if file.exists() and _tells_others(file, chosen)
    ]
    found += company_checks.check(chosen.database_url)
    found += [folder_checks.drop_folder(chosen.drop_folder), folder_checks.state_folder(chosen.state_folder)]
    return found + portal_checks.check(chosen)


def _tells_others(path: Path, chosen: settings.Settings) -> bool:
    """Whether a file that holds a secret can be read by other accounts."""
    if not setting_values.readable_by_others(path):
        return False
    secrets = [chosen.key, *([chosen.database_url] if "@" in chosen.database_url else [])]
    text = path.read_text(encoding="utf-8-sig")
    return any(secret in text for secret in secrets)
