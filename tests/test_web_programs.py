"""The interface for programs and assistants: as it says of itself, and the same as the commands."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from mcp import ClientSession, StdioServerParameters, stdio_client
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from cli import main
from tests.casebook import CASES, TODAY, adviser, one_of_each, read_cases
from tests.test_page import STOLEN
from web import make_app

ROOT = Path(__file__).parent.parent
HERE = "http://127.0.0.1:8316"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOLD = [told["case"] for told in read_cases(CASES)]
ONE_EACH = {issue: told["case"] for issue, told in one_of_each(read_cases(CASES)).items()}
APP = make_app(0, Path("/nowhere"))


def described() -> dict[str, Any]:
    """A case is one of those told: what a drawn one does, `test_shape.py` and `test_border.py` look at."""
    found: dict[str, Any] = json.loads(json.dumps(APP.openapi()))
    found["components"]["schemas"]["Case"] = {"enum": TOLD[:: len(TOLD) // 12]}
    return found


schema = schemathesis.openapi.from_dict(described())


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(APP, base_url=HERE) as found:
        yield found


@schema.parametrize()
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_is_as_it_says(case: schemathesis.Case) -> None:
    """Whatever is sent, every answer has a code, a type and a shape that the description names, and none is an error of ours."""
    case.call_and_validate(app=APP, base_url=HERE, checks=CHECKS)


def printed(tmp_path: Path, case: dict[str, Any], *command: str) -> Any:
    """What a command prints as JSON."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case, ensure_ascii=False, default=str), encoding="utf-8")
    found = CliRunner().invoke(main, [part if part != "CASE" else str(file) for part in command])
    assert found.exit_code in (0, 3), found.output
    return json.loads(found.stdout)


def test_every_trouble_is_compared() -> None:
    assert ONE_EACH.keys() == adviser().knowledge.issues.keys()


@pytest.mark.parametrize("case", [*ONE_EACH.values(), *TOLD[:: len(TOLD) // 12]])
def test_a_plan_is_the_plan_of_the_command(
    client: TestClient, case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every kind of trouble, byte for byte the same data, in either language; the page of a plan is held to it in `test_web.py`."""
    monkeypatch.setattr("engine.adviser.load_adviser", adviser)
    for lang in ("zh", "en"):
        told = client.post("/api/plan", json={"case": json.loads(json.dumps(case, default=str)), "lang": lang})
        assert told.json() == printed(tmp_path, case, "plan", "CASE", "--json", "--lang", lang)


def test_every_question_a_command_answers_is_answered(client: TestClient, tmp_path: Path) -> None:
    """Next, why, reach, what-if, trace, and what the graph says: the same data as the commands print."""
    pairs: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        ("next", {}, ("next", "CASE", "--json")),
        ("why", {"id": "complain-pboc"}, ("why", "CASE", "complain-pboc", "--json")),
        ("reach", {"id": "arbitration"}, ("what-if", "CASE", "--reach", "arbitration", "--json")),
        ("what-if", {"changes": ["counterparty=none"]}, ("what-if", "CASE", "counterparty=none", "--json")),
        ("trace", {}, ("trace", "CASE")),
        ("graph/reach", {}, ("graph", "reach", "--case", "CASE", "--json")),
        ("graph/dominators", {}, ("graph", "dominators", "--case", "CASE", "--json")),
        ("graph/dead-ends", {}, ("graph", "dead-ends", "--case", "CASE", "--json")),
        ("graph/closes", {}, ("graph", "closes", "--case", "CASE", "--json")),
    ]
    for address, more, command in pairs:
        told = client.post(f"/api/{address}", json={"case": STOLEN, **more})
        assert told.status_code == 200, told.text
        assert told.json() == printed(tmp_path, STOLEN, *command), address


def test_many_cases_are_answered_as_by_the_command(client: TestClient, tmp_path: Path) -> None:
    """The same record for each, in the order in which they were sent."""
    cases = [json.loads(json.dumps(case, default=str)) for case in TOLD[:: len(TOLD) // 12]]
    source, out = tmp_path / "cases.jsonl", tmp_path / "steps.jsonl"
    source.write_text("".join(f"{json.dumps(case)}\n" for case in cases), encoding="utf-8")
    assert CliRunner().invoke(main, ["batch", str(source), "-o", str(out), "--jobs", "1"]).exit_code == 0
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert client.post("/api/batch", json={"cases": cases}).json() == written


def test_a_trace_comes_to_the_same_again(client: TestClient) -> None:
    trace = client.post("/api/trace", json={"case": STOLEN}).json()
    assert client.post("/api/replay", json={"trace": trace}).json()["same"] is True


def test_a_bad_case_is_told_with_the_nearest_word(client: TestClient) -> None:
    told = client.post("/api/plan", json={"case": {"issue": "frod"}})
    assert told.status_code == 422
    assert "fraud" in told.json()["faults"][0]["en"]


def test_a_letter_of_a_plan_without_steps_is_told_as_missing(client: TestClient) -> None:
    """Nothing is named, and there is nothing to name: said, not an error of ours."""
    case = next(case for case in TOLD if not adviser().advise(adviser().read(case, TODAY)).plan.steps)
    told = client.post("/api/letter", json={"case": case, "action": ""})
    assert told.status_code == 422
    assert told.json()["faults"][0]["en"].endswith("is missing")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"case": {"issue": "fraud", "issue": "topup_failed"}}', "stands twice"),
        (b'{"case": {"note": "\\ud800"}}', "half a character"),
        (b'{"case": {"issue": "fraud"}} x', "Extra data"),
        (b'{"case": {"note": "\xff"}}', "half a character"),
        (b"{case: {issue: fraud}}", "property name"),
    ],
)
def test_what_can_be_read_two_ways_is_refused(client: TestClient, body: bytes, why: str) -> None:
    """As in a file: no answer is dropped in silence, and it is said what is wrong."""
    told = client.post("/api/plan", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code == 422
    assert why in told.json()["faults"][0]["en"]


@pytest.mark.parametrize(
    ("body", "zh"),
    [
        ({}, "缺少这一项"),
        ([], "应当是一个对象"),
        ({"case": [], "lang": "zh"}, "应当是一个对象"),
        ({"case": {}, "lang": "fr"}, "只能是：'zh'、'en'"),
        ({"case": {}, "more": 1}, "没有这一项"),
    ],
)
def test_a_body_of_another_shape_is_told_in_both_languages(client: TestClient, body: object, zh: str) -> None:
    """The Chinese is Chinese: none of it is the library's English."""
    told = client.post("/api/plan", json=body)
    assert told.status_code == 422
    (fault,) = told.json()["faults"]
    assert zh in fault["zh"]
    assert fault["en"].isascii()
    assert fault["en"] != fault["zh"]


def test_no_file_and_no_revision_is_named_from_outside(client: TestClient) -> None:
    """What is compared are days and wallets, never what lies on this machine."""
    for name in ("HEAD", "/etc", "..", "knowledge"):
        assert client.get("/api/graph/diff", params={"before": name, "after": "2026-05-01"}).status_code == 422


async def _ask(calls: list[tuple[str, dict[str, Any]]]) -> tuple[list[Any], list[tuple[bool, str]]]:
    server = StdioServerParameters(command=sys.executable, args=[str(ROOT / "cli.py"), "mcp"], cwd=ROOT)
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        tools = (await session.list_tools()).tools
        found = [await session.call_tool(name, arguments) for name, arguments in calls]
        return list(tools), [(bool(item.is_error), item.content[0].text) for item in found]  # type: ignore[union-attr]


def test_an_assistant_is_told_what_the_commands_tell(tmp_path: Path) -> None:
    """Over standard input and output, by a client of the protocol: every tool is described, and says what the command says."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(STOLEN), encoding="utf-8")
    court = {"case": STOLEN, "id": "court", "lang": "en"}
    tools, told = asyncio.run(
        _ask(
            [
                ("plan", {"case": STOLEN, "lang": "en"}),
                ("why", court),
                ("why_not", {**court, "id": "arbitration"}),
                ("law", {"citation": "samr-complaints/15(1)", "on": "2026-04-14", "lang": "en"}),
                ("next_question", {"case": {}, "lang": "en"}),
                ("plan", {"case": {"issue": "frod"}}),
                ("vocabulary", {"fact": "issue"}),
                ("law", {"citation": "samr-complaints/15(1)", "on": "alipay"}),
            ]
        )
    )
    assert {tool.name for tool in tools} == {"plan", "next_question", "why", "why_not", "law", "vocabulary"}
    assert all(tool.description and tool.input_schema["properties"] for tool in tools)
    commands = [
        ("plan", str(file), "--full"), ("why", str(file), "court"), ("what-if", str(file), "--reach", "arbitration"),
        ("law", "samr-complaints/15(1)", "--on", "2026-04-14"),
    ]  # fmt: skip
    for (failed, text), command in zip(told, commands, strict=False):
        found = CliRunner().invoke(main, [*command, "--lang", "en"])
        assert not failed
        assert text.strip() == found.stdout.strip(), command
    assert not told[4][0]
    trouble = adviser().knowledge.questions["issue"]
    assert trouble.ask.en in told[4][1]
    assert f"money_at_risk=yes: {trouble.aside.label.en}" in told[4][1]
    assert told[5][0]
    assert "fraud" in told[5][1]
    assert "unauthorised_payment" in told[6][1]
    assert told[7][0], "a word that is no day is not taken for today"
