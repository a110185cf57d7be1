"""The commands as people run them: output, exit codes, bad input, interruption."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import commands
from cli import main
from engine.steps import Plan

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "stolen-alipay.yaml"


def recourse(*args: str, typed: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *args],
        input=typed, capture_output=True, encoding="utf-8", cwd=cwd, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def test_plan_prints_the_steps_in_both_languages() -> None:
    """The example's plan names the branch, the number, the article and the date; English is English."""
    zh, en = recourse("plan", str(EXAMPLE)), recourse("plan", str(EXAMPLE), "--lang", "en")
    assert (zh.returncode, en.returncode) == (0, 0)
    assert "021-12363" in zh.stdout
    assert "法定期限" in zh.stdout
    assert "statutory" in en.stdout
    assert "this week" in en.stdout


def test_the_same_case_gives_the_same_bytes_and_fits_its_schema() -> None:
    """JSON is stable from run to run, and reads back as a plan."""
    first, second = recourse("plan", str(EXAMPLE), "--json"), recourse("plan", str(EXAMPLE), "--json")
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert document["schema"] == "recourse/plan/2"
    assert all(step["basis"] or step["sources"] for step in document["steps"])
    for step in document["steps"]:
        assert all(isinstance(item, str) for item in step["materials"])
    assert Plan.model_json_schema(mode="serialization")["$defs"]["Step"]["properties"]["materials"]["items"] == {
        "type": "string"
    }


def test_a_case_may_come_from_standard_input_as_json() -> None:
    """`-` reads standard input; JSON is as good as YAML."""
    done = recourse("plan", "-", "--json", typed='{"provider": "alipay", "issue": "fraud", "days_ago": 1}')
    assert done.returncode == 0
    assert json.loads(done.stdout)["steps"][0]["urgency"] == "now"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "is empty"),
        ("provider: alipai", "did you mean “alipay”"),
        ("{provider: alipay", "cannot be read"),
        ("provider: alipay\nprovider: bank", "stands twice"),
        ("x" * 10_000_000, "too large"),
        ("[" * 100, "nested"),
        ("incident_date: 2030-01-01", "is after as_of"),
    ],
    ids=["empty", "unknown word", "malformed", "doubled", "ten megabytes", "deep", "future"],
)
def test_bad_input_ends_with_2_and_no_traceback(typed: str, told: str) -> None:
    """Every fault is told on stderr; nothing is printed as advice."""
    done = recourse("plan", "-", typed=typed)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_binary_nonsense_and_missing_files_are_bad_input() -> None:
    """A file that is not text, and one that is not there, end with 2."""
    assert recourse("plan", "/nonexistent.yaml").returncode == 2
    assert recourse("plan", sys.executable).returncode == 2
    assert recourse("plan", str(ROOT)).returncode == 2


def test_not_enough_answers_and_not_covered_end_with_3() -> None:
    """Without an issue nothing is advised; an issue that is not covered yet is said to be so, and nothing guessed."""
    nothing = recourse("plan", "-", typed="amount: 5")
    assert nothing.returncode == 3
    uncovered = recourse("plan", "-", "--json", typed="{issue: deceased_user, provider: alipay}")
    if not json.loads(uncovered.stdout)["covered"]:
        assert uncovered.returncode == 3
        assert json.loads(uncovered.stdout)["steps"] == []


def test_a_fault_in_a_knowledge_file_ends_with_1(tmp_path: Path) -> None:
    """A broken knowledge file is reported with file and line; no traceback."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import cli, engine.adviser as a; from pathlib import Path\n"
        "load = a.load_adviser\n"
        "a.load_adviser = lambda: load(Path(sys.argv[2]))\n"
        "cli.main(['check'])"
    )
    (tmp_path / "facts.yaml").write_text("- id: x\n  label: y\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(tmp_path)], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    assert "facts.yaml:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_finds_no_fault() -> None:
    """The repository's own knowledge and rules pass their lint, with the counts."""
    done = recourse("check")
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stdout
    assert "0 处错误" in recourse("check", "--lang", "zh").stdout


def test_law_shows_the_edition_of_the_day() -> None:
    """12315 mediation took 45 working days until 14 April 2026 and takes 60 days since."""
    old = recourse("law", "samr-complaints/23(1)(5)", "--on", "2026-04-14", "--lang", "en")
    new = recourse("law", "samr-complaints/23(1)(5)", "--on", "2026-04-15", "--lang", "en")
    assert "60 days" in new.stdout
    assert "60 days" not in old.stdout
    assert recourse("law", "ecommerce-law/57(2)", "--on", "2015-01-01").returncode == 2
    assert "near" in recourse("law", "ecommerce-low").stderr
    whole = recourse("law", "pboc-consumer-protection/43", "--lang", "en").stdout
    assert "Art. 43 para. 1" in whole
    assert "Art. 43 para. 3" in whole


@pytest.mark.parametrize("args", [("rules",), ("channels",), ("rules", "pboc-after-provider"), ("channels", "court")])
def test_rules_and_channels_can_be_looked_up(args: tuple[str, ...]) -> None:
    """Lists and single entries print; an unknown name ends with 2 and the nearest ones."""
    assert recourse(*args).returncode == 0
    assert recourse(args[0], "corut").returncode == 2


@pytest.mark.parametrize("what", ["case", "plan"])
def test_schema_is_a_json_schema(what: str) -> None:
    """Both schemas are closed objects."""
    assert json.loads(recourse("schema", what).stdout)["additionalProperties"] is False


def test_the_questionnaire_works_through_a_pipe() -> None:
    """Danger is told on the first line; answers by line; the plan follows."""
    done = recourse("ask", "--as-of", "2026-11-22", "--lang", "en", typed="1\n\n5\n1\n\n2026-11-21\n" + "\n" * 30)
    assert done.returncode == 0
    assert done.stdout.index("money still leaving") < done.stdout.index("110") < done.stdout.index("Which wallet")
    assert "[NOW]" in done.stdout


def test_an_interrupted_questionnaire_resumes(tmp_path: Path) -> None:
    """Ctrl-C gives the plan so far; where --save asked for it, a case file for its owner only is left to go on from."""
    command = [sys.executable, str(ROOT / "cli.py"), "ask", "--save", "mine.yaml"]
    running = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # a job in the background hands on that it is ignored
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write("7\n2\n")
    running.stdin.flush()
    seen = ""
    while "支付宝" not in seen:
        letter = running.stdout.read(1)
        assert letter, seen
        seen += letter
        assert seen.count("最多还有") < 4, seen
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    plan, told = running.communicate(timeout=60)
    kept = tmp_path / "mine.yaml"
    assert running.returncode == 0
    assert "110" in plan
    assert "ask --answers mine.yaml" in told
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "fraud" in kept.read_text(encoding="utf-8")
    again = recourse("ask", "--answers", str(kept), "--save", str(kept), typed="1\nq\n", cwd=tmp_path)
    assert again.returncode == 0
    assert "支付宝" in again.stdout
    assert "alipay" in kept.read_text(encoding="utf-8")


def test_why_shows_the_proof_and_what_is_in_the_way() -> None:
    """For a step: rule, article and the person's own answer. For a channel that is not open: what each way still needs."""
    step = recourse("why", str(EXAMPLE), "complain-pboc").stdout
    assert "pboc-after-refusal" in step
    assert "第四十条第一款" in step
    assert "拒绝" in step
    channel = recourse("why", str(EXAMPLE), "samr-12315", "--lang", "en").stdout
    assert "needs Who has to answer for it" in channel
    assert "The payment institution" in channel
    missing = recourse("why", str(EXAMPLE), "pboc-1263")
    assert missing.returncode == 2
    assert "pboc-12363" in missing.stderr


def test_why_not_of_an_action_tells_what_holds_its_channel(tmp_path: Path) -> None:
    """The way to the central bank leads through the wallet: the rule that says so stands in every way to the action."""
    case = tmp_path / "case.yaml"
    case.write_text(
        "provider: alipay\nissue: payment_error\nincident_date: 2026-10-20\namount: 3200\n", encoding="utf-8"
    )
    action = recourse("why", str(case), "complain-pboc", "--lang", "en").stdout
    assert "not yet: Complain to the payment institution before the PBOC" in action


def test_a_command_is_added_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of commands/README.md, put beside the commands, is one: it is listed, runs, and gets its exit codes."""
    readme = (ROOT / "commands/README.md").read_text(encoding="utf-8")
    (tmp_path / "count.py").write_text(readme.split("```python\n")[1].split("```")[0], encoding="utf-8")
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    assert re.search(r"^  count +How many steps", CliRunner().invoke(main, ["--help"]).stdout, re.MULTILINE)
    assert int(CliRunner().invoke(main, ["count", str(EXAMPLE)]).stdout) > 0
    assert CliRunner().invoke(main, ["count", str(tmp_path / "none.yaml")]).exit_code == 2


def test_every_module_of_commands_has_some() -> None:
    """What is no family of commands stands in `shared/`: no module is read in vain."""
    families = [path.stem for path in (ROOT / "commands").glob("[!_]*.py")]
    for family in families:
        module = import_module(f"commands.{family}")
        assert module.__all__, family
        assert all(isinstance(getattr(module, name), click.Command) for name in module.__all__), family
