"""How long a page takes while fifty people answer at once, whether everybody is asked what is theirs, and whether memory stays flat.

Every visitor answers by a plan of its own; what it has to be asked was worked out beforehand, by the questionnaire of the terminal.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from engine.adviser import Adviser  # noqa: E402
from engine.interview import begin  # noqa: E402
from knowledge.models import CONTACTS  # noqa: E402
from web import desk  # noqa: E402
from web.question import question_of  # noqa: E402

TARGET = 150
LONGEST = 25
TOKEN, HEADING = re.compile(r'name="token" value="([^"]+)"'), re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
HIDDEN = re.compile(r'name="(fact|part|count)" value="([^"]*)"')


@dataclass
class Script:
    """What one visitor sends, and the question that each has to meet."""

    sent: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass
class Seen:
    """Milliseconds from a press to the next page, and of the pages alone; questions that were somebody else's."""

    presses: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    wrong: int = 0


def script(adviser: Adviser, seed: int) -> Script:
    draw, found = random.Random(seed), Script()
    interview = begin(adviser, desk.today(), "zh", {})
    while len(found.sent) < LONGEST and interview.prompt():
        if interview.card:
            found.asked.append(interview.say("card-title"))
            found.sent.append({"pick": "card"})
            interview, _ = interview.take("")
            continue
        asked = question_of(interview)
        assert asked
        found.asked.append(asked.ask)
        if asked.fact == CONTACTS and asked.part == "office" and (asked.count or draw.random() < 0.5):
            line, sent = "0", {"pick": "0"}
        elif asked.choices:
            place = draw.randrange(len(asked.choices))
            line, sent = str(place + 1), {"pick": asked.choices[place].value}
        elif asked.part == "reference":
            line, sent = "A-1", {"typed": "A-1"}
        else:
            line = str(draw.randrange(10, 9000)) if asked.amount else f"{draw.randrange(1, 20)} 天前"
            sent = {"typed": line}
        found.sent.append({"fact": asked.fact, "part": asked.part, "count": str(asked.count), **sent})
        interview, _ = interview.take(line)
    return found


async def visit(address: str, told: Script, think: float, seen: Seen, start: float) -> None:
    await asyncio.sleep(start)
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        token = TOKEN.search((await client.get("/")).text)
        assert token
        page = await client.get((await client.post("/start", data={"token": token[1]})).headers["location"])
        for sent, asked in zip(told.sent, told.asked, strict=True):
            heading = HEADING.search(page.text)
            seen.wrong += heading is None or unescape(re.sub(r"<[^>]+>", "", heading[1])).strip() != asked
            await asyncio.sleep(random.uniform(0.5, 1.5) * think)
            began = time.perf_counter()
            sent_off = await client.post("/answer", data={"token": token[1], **sent})
            between = time.perf_counter()
            page = await client.get(sent_off.headers["location"])
            seen.presses.append(1000 * (time.perf_counter() - began))
            seen.pages.append(1000 * (time.perf_counter() - between))
            if page.status_code == 303:
                break


def memory(process: subprocess.Popen[str]) -> float:
    """Megabytes of the program and its rooms that no other process shares."""
    rooms = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    total = 0
    for pid in (process.pid, *map(int, rooms)):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Private"))
    return total / 1024


def processor(process: subprocess.Popen[str]) -> float:
    """Seconds of a processor that the program and its rooms have used, the polite one at the back left out."""
    rooms = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    total = 0
    for pid in (process.pid, *map(int, rooms)):
        found = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(found[11]) + int(found[12])) if int(found[16]) <= os.nice(0) else 0
    return total / 100


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


async def measure(address: str, scripts: list[Script], think: float) -> Seen:
    seen = Seen()
    starts = [random.uniform(0, think) for _ in scripts]
    await asyncio.gather(
        *(visit(address, told, think, seen, start) for told, start in zip(scripts, starts, strict=True))
    )
    return seen


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--visitors", type=int, default=50)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--think", type=float, default=3.0, help="seconds before an answer, on average")
    asked = options.parse_args()
    scripts = [script(desk.adviser(), seed) for seed in range(asked.visitors * asked.rounds)]
    command = [sys.executable, "cli.py", "serve", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = re.search(r"http://[^\s/]+/", process.stdout.readline())
    assert found
    try:
        for number in range(asked.rounds):
            part = scripts[number * asked.visitors : (number + 1) * asked.visitors]
            used = processor(process)
            seen = asyncio.run(measure(found[0], part, asked.think))
            print(
                f"round {number + 1}: {len(seen.presses)} answers of {asked.visitors} visitors; press to page: median "
                f"{statistics.median(seen.presses):.0f} ms, p95 {p95(seen.presses):.0f} ms; page alone: p95 {p95(seen.pages):.0f} ms "
                f"(target {TARGET}); processor "
                f"{1000 * (processor(process) - used) / len(seen.presses):.0f} ms an answer; wrong or mixed: {seen.wrong}; memory {memory(process):.0f} MB",
                flush=True,
            )
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


if __name__ == "__main__":
    main()
