"""A cluster of two machines that share no files: the same output as one process, or a refusal that says who has something else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.batch import Order, Worker, of_lines
from tests.casebook import TODAY, adviser, random_case
from tests.test_batch_on_ray import at_work

pytest.importorskip("ray", reason="a cluster of Ray needs the extra: pip install ray")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the workers are found by what Linux tells of processes"
)

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("engine", "knowledge", "rules")
"""what is installed on a machine that only works on chunks"""
CASES = 9_000
COMMAND = (
    "batch",
    "cases.jsonl",
    "-o",
    "steps.jsonl",
    "--engine",
    "ray",
    "--on",
    TODAY.isoformat(),
    "--lang",
    "en",
)


def _machine(folder: Path) -> dict[str, str]:
    """A folder with its own copy of the program, and the surroundings of processes that find no other."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, folder / "installed" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return {"PYTHONPATH": str(folder / "installed"), "XDG_CACHE_HOME": str(folder / "cache")}


@contextmanager
def _cluster(folder: Path, monkeypatch: pytest.MonkeyPatch, processors: tuple[int, int]) -> Iterator[str]:
    """Two machines, each with its own working directory; the address of their cluster."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    cluster = Cluster()
    try:
        for name, number in zip(("first", "second"), processors, strict=True):
            for key, value in _machine(folder / name).items():
                monkeypatch.setenv(key, value)
            monkeypatch.chdir(folder / name)
            cluster.add_node(num_cpus=number, include_dashboard=False)
        yield cluster.address
    finally:
        monkeypatch.undo()
        cluster.shutdown()


def _driver(folder: Path, address: str) -> subprocess.Popen[str]:
    """The command, where the records are and where no machine looks."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
    run = [sys.executable, "-c", "import cli; cli.main()", *COMMAND, "--address", address]
    return subprocess.Popen(
        run, cwd=folder, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _records(folder: Path, number: int) -> None:
    folder.mkdir()
    lines = [json.dumps({"id": f"c{n}", "case": random_case(n)}) for n in range(number)]
    lines[7] = '{"issue": "nonsense"}'
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_two_machines_without_common_files_answer_as_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line and every bad record, in their order, though a worker is killed while it has a chunk."""
    here = tmp_path / "here"
    _records(here, CASES)
    with _cluster(tmp_path, monkeypatch, (1, 1)) as address:
        driver, killed = _driver(here, address), 0
        while driver.poll() is None:
            if not killed and (workers := at_work()):
                killed = workers[0]
                os.kill(killed, signal.SIGKILL)
            time.sleep(0.02)
        assert driver.returncode == 0, driver.communicate()
    assert killed, "a worker was killed while it had a chunk"
    with (here / "cases.jsonl").open("rb") as file:
        alone = Worker(adviser(), Order(TODAY, "cases.jsonl")).work(list(of_lines(file, 1_000_000)))
    assert (here / "steps.jsonl").read_text(encoding="utf-8").splitlines() == alone.answered
    assert (here / "steps.bad.jsonl").read_text(encoding="utf-8").splitlines() == alone.bad
    assert not (here / "steps.jsonl.progress").exists()


def test_a_machine_with_another_edition_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more line in one file of its rules: it says so, nothing that it worked out is written, and the run can go on."""
    here = tmp_path / "here"
    _records(here, 40)
    with _cluster(tmp_path, monkeypatch, (0, 1)) as address:
        changed = next((tmp_path / "second" / "installed" / "rules").rglob("*.yaml"))
        changed.write_text(changed.read_text(encoding="utf-8") + "# another edition\n", encoding="utf-8")
        driver = _driver(here, address)
        told = driver.communicate()[1]
    assert driver.returncode == 1
    assert "edition" in told
    assert "--resume" in told
    assert (here / "steps.jsonl").read_bytes() == b""
    assert (here / "steps.jsonl.progress").exists()


def test_a_machine_without_the_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    _records(here, 40)
    with _cluster(tmp_path, monkeypatch, (0, 1)) as address:
        engine = tmp_path / "second" / "installed" / "engine"
        shutil.rmtree(engine)
        engine.mkdir()
        (engine / "__init__.py").write_text("", encoding="utf-8")
        driver = _driver(here, address)
        told = driver.communicate()[1]
    assert driver.returncode == 1
    assert "installed" in told
