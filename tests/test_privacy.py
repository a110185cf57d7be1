"""Nothing leaves the machine, nothing personal is printed where something fails, and what is written is for its owner's eyes only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import cli
from knowledge.loader import write_yaml
from tests.test_border import CASE, ROOT
from tests.test_page import STOLEN

WATCH = """
import os, sys
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto", "socket.sendmsg", "urllib.Request")
def seen(event, args):
    if event.startswith("socket.") and getattr(args[0], "family", None) == 1:  # AF_UNIX: between processes of this machine
        return
    if event == "socket.bind" and args[1][0] == "127.0.0.1":
        return
    if event == "socket.getaddrinfo" and args[0] == "127.0.0.1":
        return
    if event in FORBIDDEN or event == "socket.bind":
        with open(os.environ["RECOURSE_SEEN"], "a") as file:
            file.write(f"{event} {args[1:]!r}\\n")
sys.addaudithook(seen)
"""
"""put before a Python that starts, and all that it starts: notes whoever is looked for or spoken to, but for the page's own door and the pipes between our own processes"""
COMMANDS = (
    ("plan", CASE), ("plan", CASE, "--json"), ("next", CASE), ("why", CASE, "complain-pboc", "--days"), ("what-if", CASE, "--reach", "arbitration"),
    ("letter", CASE, "complain-pboc", "-o", "OUT/letter.docx"), ("letter", CASE, "complain-pboc", "-o", "OUT/letter.pdf"),
    ("report", CASE, "-o", "OUT/report.html"), ("calendar", CASE, "-o", "OUT/dates.ics"), ("evidence", CASE, "-o", "OUT/list.pdf"),
    ("trace", CASE, "-o", "OUT/trace.json"), ("draw", "timeline", "--case", CASE, "-o", "OUT/time.svg"), ("draw", "escalation", "--case", CASE, "-o", "OUT/all.html"),
    ("draw", "proof", "complain-pboc", "--case", CASE, "-o", "OUT/proof.png"), ("batch", "OUT/cases.jsonl", "-o", "OUT/steps.jsonl", "--jobs", "2", "--summary", "OUT/sum.json", "--bad", "OUT/bad.jsonl"),
    ("ask", "--session", "mine"), ("ask", "--save", "OUT/saved.yaml"), ("law", "samr-complaints/15(1)"), ("check",), ("graph", "dominators"),
)  # fmt: skip


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python notes what it must not do."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    found = {
        "PYTHONPATH": str(tmp_path / "watch"),
        "RECOURSE_SEEN": str(tmp_path / "seen"),
        "RECOURSE_HOME": str(tmp_path / "out" / "home"),
    }
    return {**os.environ, **found}


def _seen(tmp_path: Path) -> str:
    file = tmp_path / "seen"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_the_watch_sees(watched: dict[str, str], tmp_path: Path) -> None:
    """The tests below can fail: an address that is looked up or called is noted."""
    code = "import socket; s = socket.socket(); s.settimeout(0.01); s.connect_ex(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", code], env=watched, check=False, timeout=60)
    assert "socket.connect" in _seen(tmp_path)


def test_no_command_speaks_to_anybody_and_every_file_is_its_owners(watched: dict[str, str], tmp_path: Path) -> None:
    """Whatever is planned, written, drawn, batched, asked and looked up; under a mask that would let everybody read."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "cases.jsonl").write_text(f"{json.dumps(STOLEN)}\nnot a case\n" * 3, encoding="utf-8")
    (out / "cases.jsonl").chmod(0o600)
    for command in COMMANDS:
        args = [part.replace("OUT", str(out)) for part in command]
        done = subprocess.run(
            ["sh", "-c", 'umask 0; exec "$@"', "sh", sys.executable, str(ROOT / "cli.py"), *args],
            input=b"2\n2\nq\n", capture_output=True, env=watched, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 3), (command, done.stderr.decode())
    assert _seen(tmp_path) == ""
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) >= 14
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in files if path.stat().st_mode & 0o177} == {}
    assert (out / "home" / "sessions").stat().st_mode & 0o077 == 0


def test_the_page_opens_its_own_door_on_loopback_and_no_other(watched: dict[str, str], tmp_path: Path) -> None:
    """A whole visit, with pictures, files and the interface for programs. What it prints holds nothing of the person."""
    run = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--no-open", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=watched,
    )  # fmt: skip
    guard = threading.Timer(200, run.kill)
    guard.start()
    told = b""
    try:
        assert run.stdout
        while not (address := re.search(rb"http://(127\.0\.0\.1:\d+)", told)):
            told += run.stdout.read1(1000)  # type: ignore[attr-defined]
        with httpx.Client(base_url=address[0].decode(), follow_redirects=True, timeout=120) as client:
            page = client.get("/")
            token = re.search(r'name="token" value="([^"]+)"', page.text)
            assert token
            case = {**STOLEN, "note": "Zhang-Secret"}
            client.post("/open", data={"token": token[1]}, files={"file": ("x.yaml", write_yaml(case).encode())})
            for path in ("/plan", "/plan/picture.svg", "/graph", "/graph/picture"):
                assert client.get(path).status_code == 200, path
            assert client.post("/api/plan", json={"case": case}).status_code == 200
            assert client.post("/api/plan", content=b'{"case": {"note": "Zhang-Secret", ').status_code in (400, 422)
    finally:
        guard.cancel()
        run.terminate()
        out, err = run.communicate(timeout=60)
    assert _seen(tmp_path) == ""
    assert b"Zhang-Secret" not in told + out + err


def test_a_fault_of_ours_is_told_without_what_anybody_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line that people are asked to hand on has the kind of the fault and its place, and nothing of the case."""
    case = tmp_path / "case.yaml"
    case.write_text(f"{Path(CASE).read_text(encoding='utf-8')}\nnote: Zhang-Secret\n", encoding="utf-8")

    def fails(_: object, found: object) -> None:
        raise KeyError(str(found))

    monkeypatch.setattr("engine.adviser.Adviser.advise", fails)
    done = CliRunner().invoke(cli.main, ["plan", str(case)])
    assert done.exit_code == 1
    assert re.search(r"KeyError, test_privacy\.py:\d+", done.stderr)
    assert "Zhang-Secret" not in done.output
