"""What is kept of a questionnaire: nothing that was typed is lost, misread, or left to drift; a person's files are theirs."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.case.leaving_out import fit, pinned
from engine.interview import Interview, begin
from knowledge.errors import CaseError
from knowledge.handed_in import read_document
from knowledge.models import CONTACTS
from knowledge.outcome import Outcome
from tests.casebook import TODAY, adviser
from tests.strategies import case_files
from tests.test_border import CASE, recourse, shell

OLD = "provider: alipay\nissue: unauthorised_payment\nincident_date:\n  days_ago: 12\n"
LATER = timedelta(days=21)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def ask(home: Path, *args: str, typed: bytes = b"q\n") -> Any:
    return recourse("ask", *args, typed=typed, env={"RECOURSE_HOME": str(home.parent)})


def sessions(home: Path, *args: str) -> Any:
    return recourse("sessions", *args, env={"RECOURSE_HOME": str(home.parent)})


def told(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = read_document(file.read_bytes(), file.name, adviser().knowledge.wording).data
    return data


def age(file: Path, days: int) -> date:
    """The file as if it had been written so long ago; that day."""
    then = datetime.now(timezone(timedelta(hours=8))) - timedelta(days=days)
    os.utime(file, (then.timestamp(), then.timestamp()))
    return then.date()


def test_time_ago_is_counted_from_the_day_on_which_it_was_said(home: Path) -> None:
    """A session of three weeks ago means the day that it meant then, and says what is late by now."""
    file = home / "mine.yaml"
    file.write_text(
        f"{OLD}attempts:\n- {{channel: provider-complaint, days_ago: 1, outcome: pending}}\n", encoding="utf-8"
    )
    day = age(file, 21)
    ask(home, "--session", "mine", typed=b"\n2\nq\n")
    kept = told(file)
    assert kept["incident_date"] == (day - timedelta(days=12)).isoformat()
    assert kept[CONTACTS][0]["date"] == (day - timedelta(days=1)).isoformat()
    assert "days_ago" not in file.read_text(encoding="utf-8")


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(case_files)
def test_a_pinned_case_is_the_same_on_its_day_and_does_not_move(data: dict[str, Any]) -> None:
    """Pinned on the day on which it was said, a case is the same that day; three weeks later its days are where they were."""
    data = {key: value for key, value in data.items() if key != "as_of"}
    fixed = pinned(data, TODAY)
    now, later = adviser().read(fixed, TODAY), adviser().read(fixed, TODAY + LATER)
    assert now == adviser().read(data, TODAY)
    assert (later.answers, later.attempts) == (now.answers, now.attempts)


def talk(*lines: str, lang: Any = "en") -> Interview:
    interview = begin(adviser(), TODAY, lang, {"issue": "unauthorised_payment", "provider": "alipay"})
    for line in lines:
        interview, _ = interview.take(line)
    return interview


HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["\ufffd", "9" * 5000, "c" + "9" * 5000, "𐩀", "²", "x" * 300, "\x1b[A", "\x00", "null", "~", "-3 days ago", "上" * 90 + "周三",
         "2026-02-30", "99999999 years ago", "1e9", "{x: y}", "C123", "b7", "q-1", "?x"]
    ),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(HOSTILE, st.sampled_from(["1", "2", "yesterday", ""])), max_size=8))
def test_whatever_is_typed_the_answers_can_be_kept_and_read_back(lines: list[str]) -> None:
    """After any lines, what is kept is a case, and prompts can be shown."""
    interview = talk(*lines)
    adviser().read(interview.kept, TODAY)
    assert interview.prompt() is not None


def to_the_reference() -> Interview:
    """An interview at the prompt for the number under which a contact was noted."""
    interview = begin(adviser(), TODAY, "en", {"issue": "unauthorised_payment", "provider": "alipay"})
    while interview.card:
        interview, _ = interview.take("")
    for _ in range(60):
        if interview._takes_text():
            return interview
        line = ""
        if interview.question() == CONTACTS:
            part = interview.talk.part(interview.draft or {})
            line = {"office": "1", "deed": "1", "date": "yesterday", "outcome": "1"}.get(str(part), "0")
        interview, _ = interview.take(line)
    raise AssertionError


@pytest.mark.parametrize("text", ["c123", "b", "q", "C 7", "b2026", "？A", "退出", "①", "返回 1"])
def test_a_reference_is_never_a_command(text: str) -> None:
    """The person's own words are kept as they are, whatever they begin with."""
    interview, _ = to_the_reference().take(text)
    assert not interview.over
    assert interview.kept[CONTACTS][-1]["reference"] == text


@pytest.mark.parametrize("text", ["x" * 201, "a\x07b", "\ufffd1"])
def test_a_reference_is_checked_before_it_is_noted(text: str) -> None:
    """Too long, unseen, no text: it is asked again, and the next line counts."""
    interview, said = to_the_reference().take(text)
    assert said
    assert interview._takes_text()
    interview, _ = interview.take("20261104-118")
    assert interview.kept[CONTACTS][-1]["reference"] == "20261104-118"


def test_bytes_that_are_no_text_are_asked_again(home: Path) -> None:
    """Half a character at a prompt ends nothing and loses nothing."""
    done = ask(home, "--session", "x", "--lang", "en", typed=b"6\n\xe6\x94\n\xff\xfe\n2\n\xff\nq\n")
    assert done.returncode in (0, 3)
    assert done.stdout.decode().count("no text") == 3
    assert told(home / "x.yaml") == {"money_at_risk": "no", "issue": "unauthorised_payment"}


def test_an_answer_that_no_longer_fits_is_left_out_and_asked_again(home: Path) -> None:
    """The vocabulary has gone on: the rest goes on, each answer left out is named, and the session is kept as it was."""
    file = home / "old.yaml"
    file.write_text(
        f"{OLD}former_fact: x\nmoney_at_risk: perhaps\nattempts:\n"
        "- {channel: former-channel, date: 2026-11-01, outcome: pending}\n"
        "- {channel: police, date: 2026-11-20, outcome: pending, action: former-action}\n",
        encoding="utf-8",
    )
    before = told(file)
    done = ask(home, "--session", "old", "--lang", "en", typed=b"\n2\nq\n")
    said = done.stdout.decode()
    assert done.returncode == 0
    for word in ("former_fact", "perhaps", "former-channel", "former-action"):
        assert word in said
    assert told(home / "old.old") == before
    kept = told(file)
    assert [contact["channel"] for contact in kept[CONTACTS]] == ["police"]
    assert "action" not in kept[CONTACTS][0]
    assert kept["issue"] == "unauthorised_payment"


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    case_files,
    st.dictionaries(st.sampled_from(["provider", "x", "amount", "incident_date", "attempts"]), st.text(max_size=4)),
)
def test_leaving_out_ends_with_a_case(data: dict[str, Any], spoiled: dict[str, Any]) -> None:
    """Whatever is spoiled, what is left can be read, and nothing else is gone but what gives way."""
    found = fit({**data, **spoiled}, lambda answers: adviser().read(answers, TODAY))
    assert adviser().read(found.data, TODAY) == found.case
    gone = {fault.path[0] for fault in found.left_out}
    giving_way = {item.entry.gives_way for item in adviser().rulebase.contradictions}
    assert set(data) - gone <= set(found.data) | {"days_ago"} | giving_way


def test_one_damaged_session_hides_no_other(home: Path) -> None:
    """All are listed, the damaged ones with the reason; each can be deleted; the others go on."""
    (home / "good.yaml").write_text(OLD, encoding="utf-8")
    (home / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (home / "broken.yaml").write_text("{a: [", encoding="utf-8")
    (home / "list.yaml").write_text("- 1\n", encoding="utf-8")
    (home / "odd name!.yaml").write_text(OLD, encoding="utf-8")
    (home / "folder.yaml").mkdir()
    (home / "lost.yaml").symlink_to(home / "nowhere")
    done = sessions(home, "--lang", "en")
    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert [line.split(":")[0].split("  ")[0] for line in lines] == [
        "broken",
        "bytes",
        "folder",
        "good",
        "list",
        "lost",
        "odd name!",
    ]
    assert sum("cannot be read" in line for line in lines) == 5
    assert sessions(home, "export", "bytes").returncode == 2
    assert ask(home, "--session", "broken").returncode == 2
    assert (home / "broken.yaml").read_text(encoding="utf-8") == "{a: ["
    assert sessions(home, "delete", "bytes", "none", "broken", "list", "odd name!", "lost").returncode == 2
    assert sorted(path.stem for path in home.iterdir()) == ["folder", "good"]


def test_a_case_file_is_only_read(home: Path) -> None:
    """`--answers` leaves it as it is: its comments, its mode, the link to it; Ctrl-C writes nothing that was not asked for."""
    file, link = home / "mine.yaml", home / "link.yaml"
    file.write_text(f"# mine\n{OLD}", encoding="utf-8")
    file.chmod(0o644)
    link.symlink_to(file)
    before = file.stat()
    ask(home, "--answers", str(link), typed=b"\n2\n1\nq\n")
    after = file.stat()
    assert (before.st_mtime_ns, before.st_mode) == (after.st_mtime_ns, after.st_mode)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == f"# mine\n{OLD}"
    assert sorted(path.name for path in home.iterdir()) == ["link.yaml", "mine.yaml"]


def test_what_is_saved_goes_through_a_link_and_keeps_its_mode(home: Path) -> None:
    """`--save` writes the file that the link leads to; one that is new is its owner's alone."""
    file, link = home / "mine.yaml", home / "link.yaml"
    file.write_text(OLD, encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    ask(home, "--answers", str(file), "--save", str(link), typed=b"\n2\nq\n")
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert "incident_date: '20" in file.read_text(encoding="utf-8")
    ask(home, "--save", str(home / "new.yaml"), typed=b"2\nq\n")
    assert stat.S_IMODE((home / "new.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["nowhere/x.yaml", ".", "mine.yaml/x"])
def test_where_nothing_can_be_kept_is_told_before_anything_is_asked(home: Path, place: str) -> None:
    (home / "mine.yaml").write_text(OLD, encoding="utf-8")
    done = ask(home, "--save", str(home / place), typed=b"2\n5\nq\n")
    assert (done.returncode, done.stdout) == (2, b"")


def test_answers_that_cannot_be_kept_any_more_are_told_in_full(home: Path) -> None:
    """The disk is full: the talk goes on, and at its end the answers are printed as a case file holds them."""
    done = ask(home, "--save", "/dev/full", "--lang", "en", typed=b"6\n2\nq\n")
    assert done.returncode in (0, 3)
    assert "issue: unauthorised_payment" in done.stderr.decode()


def test_the_day_asked_for_is_not_kept(home: Path) -> None:
    """`--as-of` is for this once: the session is planned for the day on which it goes on."""
    ask(home, "--session", "x", "--as-of", "2026-01-31", typed=b"2\n5\nq\n")
    assert "as_of" not in told(home / "x.yaml")


def test_a_trace_whose_answers_no_longer_fit_says_which(tmp_path: Path) -> None:
    """The rest is worked out again, and what comes out otherwise is told."""
    file = tmp_path / "trace.json"
    assert recourse("trace", CASE, "-o", str(file)).returncode == 0
    text = file.read_text(encoding="utf-8").replace('"counterparty"', '"former_fact"')
    file.write_text(text, encoding="utf-8")
    done = recourse("replay", str(file), "--lang", "en")
    assert done.returncode == 1
    assert "former_fact" in done.stdout.decode()


def test_what_the_reader_takes_is_what_outcomes_there_are() -> None:
    """A contact whose outcome is not known is one all the same."""
    case = adviser().read({CONTACTS: [{"channel": "police", "date": "2026-11-01", "outcome": None}]}, TODAY)
    assert case.attempts[0].outcome is Outcome.UNKNOWN
    with pytest.raises(CaseError):
        adviser().read({CONTACTS: [{"channel": "police", "date": "2026-11-01"}]}, TODAY)


def test_closed_input_loses_nothing(home: Path) -> None:
    """A session with its input closed stays as it was."""
    (home / "x.yaml").write_text(OLD, encoding="utf-8")
    from tests.test_border import PROGRAM

    done = shell(f"RECOURSE_HOME={home.parent} {PROGRAM} ask --session x <&-")
    assert done.returncode in (0, 3)
    assert told(home / "x.yaml")["provider"] == "alipay"


def test_half_a_contact_is_kept() -> None:
    """Broken off in the middle of a contact, it is kept as far as it goes: with its day as one of unknown outcome, without as a note."""
    begun = replace(begin(adviser(), TODAY, "en", {"provider": "alipay", "issue": "fraud"}), asking="attempts", card=())
    named, _ = begun.take("12315")
    assert "12315" in named.kept["note"]
    dated, _ = begun.take("police yesterday")
    [contact] = dated.kept["attempts"]
    assert (contact["channel"], contact["date"], contact["outcome"]) == ("police", "2026-11-21", "unknown")
    for half in (named, dated):
        adviser().read(half.kept, TODAY)


def test_yes_and_no_are_the_same_everywhere() -> None:
    """Every word for yes and no that the questionnaire takes a case file takes, and it comes to the same."""
    for word in ("yes", "no"):
        told = adviser().knowledge.wording
        for said in (*told[f"said-{word}"].zh.split(), *told[f"said-{word}"].en.split(), told[f"ask-{word}"].zh):
            asked = replace(
                begin(adviser(), TODAY, "zh", {"provider": "alipay", "issue": "fraud"}), asking="money_at_risk", card=()
            )
            assert asked.take(said)[0].data["money_at_risk"] == word, said
            assert adviser().read({"money_at_risk": said}, TODAY).answers["money_at_risk"] == word, said
