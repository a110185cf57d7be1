"""A git revision → its knowledge and rules in a folder. The one place that asks git."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from knowledge.errors import CaseError, Fault
from knowledge.models import Text

__all__ = ["check_out"]

GIT = ("git", "-C", str(Path(__file__).resolve().parent.parent))
NO_VERSION = Text(
    zh="“{given}”不是日期、钱包、本项目的文件夹，也不是 git 版本",
    en="“{given}” is no day, wallet, folder of the project, or git revision",
)
KEPT = ("knowledge", "rules")


def check_out(revision: str, folder: Path) -> None:
    """Writes both folders as they were into `folder`. Raises CaseError where git has no such revision, or is missing."""
    try:
        named = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        packed = _git("archive", "--format=zip", named.decode().strip(), *KEPT)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise CaseError([Fault.told("between", NO_VERSION.filled(given=revision[:60]))]) from error
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)


def _git(*words: str) -> bytes:
    return subprocess.run([*GIT, *words], capture_output=True, check=True).stdout  # noqa: S603 no shell, a checked name
