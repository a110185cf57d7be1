"""Killed, out of room, shut out, or not alone: nothing that was confirmed is lost, nothing is half written, nobody's answers are mixed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from knowledge.loader import parse_yaml, write_yaml
from storage import KeptElsewhereError, KeptFile, Sessions
from tests.casebook import adviser
from tests.test_border import CASE, PROGRAM, ROOT, recourse, shell
from tests.test_page import STOLEN
from tests.test_web import Visitor
from web import make_app

ASK = [sys.executable, str(ROOT / "cli.py"), "ask", "--lang", "en", "--session", "mine"]
PROMPT = re.compile(rb"\[[^\]]*\] > $")
posix = pytest.mark.skipif(os.name == "nt", reason="there are no such signals and limits")


def told(file: Path) -> dict[str, Any]:
    document = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    assert not document.faults, document.faults
    found: dict[str, Any] = document.data
    return found


class Talk:
    """A questionnaire in a process of its own, answered through a pipe."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            ASK, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
            env={**os.environ, "RECOURSE_HOME": str(home)},
        )  # fmt: skip
        self.read()

    def read(self) -> None:
        """Until something is asked, which is when what was answered before is confirmed."""
        assert self.process.stdout
        seen = b""
        while not PROMPT.search(seen):
            more = self.process.stdout.read(1)
            assert more, seen
            seen += more

    def answer(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.read()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def end(self) -> str:
        """What was said last."""
        return self.process.communicate(b"q\n", timeout=120)[1].decode()


@posix
def test_a_killed_questionnaire_has_lost_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """Whatever was answered before the next question was shown is there, and it goes on from there."""
    kept = tmp_path / "sessions" / "mine.yaml"
    seen = 0
    for _ in range(3):
        talk = Talk(tmp_path)
        talk.answer("2")
        now = len(told(kept))
        assert now > seen
        seen = now
        talk.process.stdin.write(b"2\n")  # type: ignore[union-attr]
        talk.kill()
        assert len(told(kept)) >= seen
        seen = len(told(kept))
    recourse("sessions", "delete", "mine", env={"RECOURSE_HOME": str(tmp_path)})
    assert list(kept.parent.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from storage import KeptFile
kept, number = KeptFile(Path(sys.argv[1])), 0
while True:
    number += 1
    kept.write({"n": str(number), "note": str(number % 10) * 100_000, "end": str(number)})
    print(number, flush=True)
"""


@posix
def test_a_killed_save_leaves_the_old_answers_or_the_new(tmp_path: Path) -> None:
    """Killed at any moment of a row of saves: the file is one of them whole, and not older than the last that was confirmed."""
    file = tmp_path / "mine.yaml"
    for pause in (0.0, 0.003, 0.007, 0.013, 0.02):
        run = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE)
        assert run.stdout
        run.stdout.readline()
        time.sleep(pause)
        run.kill()
        confirmed = (run.communicate()[0].split() or [b"1"])[-1]
        found = told(file)
        assert found["n"] == found["end"]
        assert found["note"] == str(int(found["n"]) % 10) * 100_000
        assert int(found["n"]) >= int(confirmed)
        assert file.stat().st_mode & 0o777 == 0o600
        file.unlink()


def test_what_a_killed_save_left_goes_with_the_session(tmp_path: Path) -> None:
    """A draft that nobody finished is deleted where its session is: nothing of a person stays behind."""
    sessions = Sessions(tmp_path, adviser().knowledge)
    sessions.begin("mine", {"issue": "fraud"})
    sessions.begin("mine2", {"issue": "fraud"})
    (tmp_path / ".mine.yaml.ab12cd34").write_text("issue: fra", encoding="utf-8")
    sessions.delete("mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine2.yaml"]


@posix
def test_a_killed_page_has_lost_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """While answers come in: the session is whole and holds the last answer after which a page was shown."""
    run = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--no-open", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "RECOURSE_HOME": str(tmp_path)},
    )  # fmt: skip
    try:
        assert run.stdout
        address = re.search(rb"http://[^\s/]+", next(line for line in run.stdout if b"http://" in line))
        assert address
        with httpx.Client(base_url=address[0].decode(), follow_redirects=True, timeout=60) as client:
            page = client.get("/")
            files = {"file": ("case.yaml", write_yaml(STOLEN).encode())}
            page = client.post("/open", data={"token": _token(page)}, files=files)
            page = client.post("/keep", data={"token": _token(page), "name": "mine"})
            confirmed = []
            for amount in ("100", "200", "300"):
                page = client.post("/change", data={"token": _token(page), "fact": "amount"})
                fields = dict(re.findall(r'name="(fact|part|count)" value="([^"]*)"', page.text))
                page = client.post("/answer", data={"token": _token(page), **fields, "typed": amount})
                confirmed.append(amount)
            threading.Timer(0.05, run.kill).start()
            try:
                page = client.post("/change", data={"token": _token(page), "fact": "amount"})
                client.post("/answer", data={"token": _token(page), **fields, "typed": "400"})
            except httpx.HTTPError:
                pass
    finally:
        run.kill()
        run.communicate()
    found = told(tmp_path / "sessions" / "mine.yaml")
    assert found["provider"] == STOLEN["provider"]
    assert str(found["amount"]) in (confirmed[-1], "400")


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def test_two_of_one_session(tmp_path: Path) -> None:
    """Both begin anew under one name: the first keeps it, the second is told at once, and gets its answers in full."""
    one, other = Talk(tmp_path), Talk(tmp_path)
    one.answer("2")
    kept = told(tmp_path / "sessions" / "mine.yaml")
    other.answer("1")
    said = other.end()
    assert "changed by somebody else" in said
    assert "money_at_risk: 'yes'" in said
    assert told(tmp_path / "sessions" / "mine.yaml") == kept
    assert "mine" in one.end()


def test_two_pages_of_one_session(tmp_path: Path) -> None:
    """Gone on with by two: what one has answered the other does not write over, and is told so; its answers stay on its page."""
    app = make_app(0, tmp_path)
    one, other = Visitor(app), Visitor(app)
    one.open(STOLEN)
    one.send("/keep", name="mine")
    other.get("/")
    other.send("/resume", name="mine")
    one.send("/change", fact="payment_source")
    one.answer(pick="bank_card")
    kept = told(tmp_path / "mine.yaml")
    other.get("/answers")
    other.send("/change", fact="payment_source")
    other.answer(pick="balance")
    assert "changed elsewhere" in other.page.text
    assert told(tmp_path / "mine.yaml") == kept
    assert kept["payment_source"] == "bank_card"
    one.send("/change", fact="amount")
    one.answer(typed="77")
    assert told(tmp_path / "mine.yaml")["amount"] == "77"


def test_one_name_is_given_once(tmp_path: Path) -> None:
    """Of twenty that begin a session of one name at once, one keeps its answers there and all others are refused."""
    sessions, refused = Sessions(tmp_path, adviser().knowledge), []
    start = threading.Barrier(20)

    def begin(number: int) -> None:
        start.wait()
        try:
            sessions.begin("mine", {"note": str(number)})
        except KeptElsewhereError:
            refused.append(number)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 19
    assert int(told(tmp_path / "mine.yaml")["note"]) not in refused


def test_a_deleted_file_does_not_come_back(tmp_path: Path) -> None:
    """Whoever deletes a session while it is open elsewhere means it."""
    kept = KeptFile(tmp_path / "x.yaml")
    kept.write({"issue": "fraud"})
    (tmp_path / "x.yaml").unlink()
    with pytest.raises(KeptElsewhereError):
        kept.write({"issue": "fraud", "amount": "5"})
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def in_need(tmp_path: Path) -> Callable[[str], None]:
    """Runs lines of a shell where `disk` is a disk of 64 kB and `readonly` a folder that cannot be written, with a case in it."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "readonly").mkdir()
    (tmp_path / "readonly" / "case.yaml").write_text(CASE_TEXT, encoding="utf-8")
    script = tmp_path / "script.sh"
    alone = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-m", "bash", str(script)]
    head = (
        f"set -e; cd '{tmp_path}'; mount -t tmpfs -o size=64k tmpfs disk; mount --bind readonly readonly;"
        " mount -o remount,ro,bind readonly; set +e\n"
    )

    def run(lines: str) -> None:
        script.write_text(head + lines, encoding="utf-8")
        done = subprocess.run(alone, stdin=subprocess.DEVNULL, capture_output=True, timeout=240)
        assert done.returncode == 0, done.stderr.decode()

    script.write_text(head, encoding="utf-8")
    if sys.platform != "linux" or subprocess.run(alone, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    return run


CASE_TEXT = Path(CASE).read_text(encoding="utf-8")
FILL = "dd if=/dev/zero of=disk/fill bs=1k count=200 2>/dev/null\n"


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_a_full_disk_leaves_the_session_as_it_was(in_need: Callable[[str], None], tmp_path: Path) -> None:
    """The old answers stay whole, and the new ones are told in full."""
    in_need(
        f"mkdir disk/sessions; cp '{CASE}' disk/sessions/mine.yaml; {FILL} export RECOURSE_HOME=disk\n"
        f"printf '2\\nq\\n' | {PROGRAM} ask --lang en --session mine >/dev/null 2>said\n"
        "cp disk/sessions/mine.yaml after; ls -A disk/sessions >left"
    )
    assert read(tmp_path / "after") == CASE_TEXT
    assert read(tmp_path / "left") == "mine.yaml\n"
    assert "the disk is full" in read(tmp_path / "said")
    assert "provider: alipay" in read(tmp_path / "said")


def test_a_full_disk_is_told_and_holds_nothing_half_written(in_need: Callable[[str], None], tmp_path: Path) -> None:
    """Letters, dates, traces, pictures, reports."""
    commands = [f"letter '{CASE}' complain-pboc -o disk/letter.md", f"calendar '{CASE}' -o disk/x.ics",
                f"trace '{CASE}' -o disk/x.json", "draw escalation -o disk/x.svg", f"report '{CASE}' -o disk/x.html"]  # fmt: skip
    lines = [f"{PROGRAM} {command} --lang en >/dev/null 2>>said; echo $? >>codes" for command in commands]
    in_need(
        "\n".join(
            [
                FILL,
                *(line.replace("--lang en", "") if " trace " in line else line for line in lines),
                "ls -A disk >left",
            ]
        )
    )
    assert read(tmp_path / "codes").split() == ["2"] * 5
    assert read(tmp_path / "left") == "fill\n"
    assert read(tmp_path / "said").count("disk is full") == 5


def test_a_batch_on_a_full_disk_goes_on_once_there_is_room(in_need: Callable[[str], None], tmp_path: Path) -> None:
    """It ends with the reason; with room again it comes to what it had come to in one go."""
    cases = [f'{{"issue": "fraud", "provider": "alipay", "amount": {number}}}\n' for number in range(450)]
    (tmp_path / "cases.jsonl").write_text("".join(cases), encoding="utf-8")
    batch = f"{PROGRAM} batch cases.jsonl --jobs 1 --lang en -o"
    in_need(
        f"{batch} whole.jsonl >told\n{batch} disk/out.jsonl 2>said; echo $? >code\n"
        f"mount -o remount,size=9m disk; {batch} disk/out.jsonl --resume >again; cp disk/out.jsonl out.jsonl"
    )
    assert read(tmp_path / "code") == "2\n"
    assert "disk is full" in read(tmp_path / "said")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert read(tmp_path / "out.jsonl").count("\n") == 450


def test_a_folder_that_cannot_be_written(in_need: Callable[[str], None], tmp_path: Path) -> None:
    """Questionnaire, letter and batch say so before anything is asked or made; what is only read is read."""
    commands = ["ask --save readonly/x.yaml", "ask --session x", "letter readonly/case.yaml complain-pboc -o readonly/x.md",
                "batch readonly/case.yaml -o readonly/x.jsonl", "plan readonly/case.yaml"]  # fmt: skip
    lines = [f"{PROGRAM} {command} --lang en >>out 2>>said; echo $? >>codes" for command in commands]
    in_need("\n".join(["export RECOURSE_HOME=readonly", *lines, "ls -A readonly >left"]))
    assert read(tmp_path / "codes").split() == ["2", "2", "2", "2", "0"]
    assert read(tmp_path / "left") == "case.yaml\n"
    assert "Traceback" not in read(tmp_path / "said")


def test_a_page_that_can_keep_nothing_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full while somebody answers: it is said, the answers are still there, and what was kept stays as it was."""
    visitor = Visitor(make_app(0, tmp_path))
    visitor.open(STOLEN)
    visitor.send("/keep", name="mine")
    before = (tmp_path / "mine.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.kept.write_private", full)
    visitor.send("/change", fact="amount")
    visitor.answer(typed="77")
    assert "full disk" in visitor.page.text
    assert "77" in visitor.get("/answers").text
    assert (tmp_path / "mine.yaml").read_bytes() == before
    visitor.get("/plan")
    visitor.send("/keep", name="another")
    assert "full disk" in visitor.page.text


@posix
def test_a_file_may_not_grow_further(tmp_path: Path) -> None:
    """Where the system limits the size of a file: told, and nothing half written."""
    done = shell(
        f"export XDG_CACHE_HOME='{tmp_path / 'cache'}'; ulimit -f 1; {PROGRAM} trace '{CASE}' -o '{tmp_path / 'x.json'}'"
    )
    assert done.returncode == 2
    assert b"larger than is allowed" in done.stderr
    assert not list(tmp_path.glob("*x.json*"))
