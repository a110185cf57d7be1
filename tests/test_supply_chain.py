"""What is installed is what was locked: versions, hashes, licences; and whether anything is known against it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from docs.licences import ELSEWHERE, LOCKS, PAGE, licence, locked

ROOT = Path(__file__).parent.parent
LOCK = "".join((ROOT / lock).read_text(encoding="utf-8") for lock in LOCKS)
ENTRY = re.compile(r"^[a-z0-9-]+==.*?(?=^[a-z0-9-]+==|\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^([a-z0-9-]+),(\d[^,]*),(.+)$", re.MULTILINE)
FREE = re.compile(
    r"MIT|BSD|Apache|MPL|Mozilla Public|PSF|Python Software Foundation|ISC|EPL-2\.0|Unlicense|CNRI|public domain",
    re.IGNORECASE,
)
"""licences under which a package may be used and handed on beside a program that is not under the same"""
NOT_REACHED = ("could not be audited", "ConnectionError", "Max retries", "Failed to", "timed out")


def test_every_entry_has_one_version_and_its_hashes() -> None:
    """Nothing else stands in the lock: no address, no file, no version that may move."""
    lines = [line for line in LOCK.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert all(
        re.fullmatch(r"[a-z0-9-]+==[\w.+!]+(?: ; [^\\]+?)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
        for line in lines
    )
    entries = ENTRY.findall(LOCK)
    assert len(entries) == len(locked()) > 80
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_is_installed_is_held_to_the_hashes() -> None:
    """By the wrapper, which is how people install it."""
    assert "--require-hashes" in (ROOT / "recourse").read_text(encoding="utf-8")


def test_every_licence_is_listed_and_lets_us() -> None:
    """The table names each locked package with what it says of itself here; none forbids what we do."""
    rows = {name: (version, told) for name, version, told in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert {name: version for name, (version, _) in rows.items()} == {name: version for name, version, _ in locked()}
    for name, (_, told) in rows.items():
        if licence(name) is not None and ELSEWHERE not in told:
            assert FREE.search(told), f"{name}: {told}"


@pytest.mark.skipif(not shutil.which("pip-audit"), reason="pip-audit is not installed")
def test_nothing_is_known_against_a_locked_package() -> None:
    """By the database of the package index; skipped where that cannot be reached."""
    done = subprocess.run(
        ["pip-audit", "--disable-pip", "--require-hashes", "-r", str(ROOT / "requirements.lock")],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if any(word in done.stdout + done.stderr for word in NOT_REACHED):
        pytest.skip("the database of known faults cannot be reached from here")
    assert done.returncode == 0, done.stdout
