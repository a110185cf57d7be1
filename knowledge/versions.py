"""A git revision → its knowledge and rules in a folder. The one place that asks git."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from knowledge.errors import CaseError, Fault

__all__ = ["check_out"]

GIT = ("git", "-C", str(Path(__file__).resolve().parent.parent))
KEPT = ("knowledge", "rules")


def check_out(revision: str, folder: Path) -> None:
    """Writes both folders as they were into `folder`. Raises CaseError where git has no such revision, or is missing."""
    try:
        named = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        packed = _git("archive", "--format=zip", named.decode().strip(), *KEPT)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        told = f"“{revision[:60]}” is no day, wallet, folder of the project, or git revision"
        raise CaseError([Fault("between", 0, told)]) from error
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)


def _git(*words: str) -> bytes:
    return subprocess.run([*GIT, *words], capture_output=True, check=True).stdout  # noqa: S603 no shell, a checked name
