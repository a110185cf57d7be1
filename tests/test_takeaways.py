"""What a person takes away as files: the calendar, the evidence list, the report, and every format opened by another program."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
import vobject
from jsonschema import Draft202012Validator

from diagrams.formats.fonts import find_font
from documents.calendar import Calendar, EntryKind, make_calendar
from documents.evidence import evidence_sheet, list_evidence
from documents.ics import to_ics
from documents.letters import letters_of, write_letter
from documents.report import make_report, report_sheet
from documents.schemas import DOCUMENTS, document_schema
from documents.sheets import Picture, letter_sheet, render
from engine.adviser import Advice
from engine.steps.parts import DateKind
from knowledge.errors import CaseError, RenderError
from tests.casebook import CASES, TODAY, adviser, read_cases
from tests.test_cli import EXAMPLE, recourse
from tests.test_letters import EXPECTED, HOSTILE

SAMPLE = [*read_cases(CASES)[::53], *read_cases(CASES / "real")[::8]]
MADE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
NAMES = [(told.get("story") or told["id"])[:60] for told in SAMPLE]


def advise(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, TODAY))


def calendar_of(advice: Advice, name: str = "") -> Calendar:
    return make_calendar(advice.plan, advice.case, adviser().knowledge, name)


def events(content: bytes) -> dict[str, Any]:
    """What another parser reads, by UID."""
    found = vobject.readOne(content.decode())
    return {event.uid.value: event for event in found.contents.get("vevent", [])}


@pytest.mark.parametrize("told", SAMPLE, ids=NAMES)
def test_calendar_letters_and_plan_say_the_same_dates(told: dict[str, Any]) -> None:
    """Every last day of a certain step and every answer that is waited for is an entry; no entry has another day; letters ask by it."""
    advice = advise(told["case"])
    entries = calendar_of(advice).entries
    days = {(entry.kind, entry.action or entry.channel): entry.day for entry in entries}
    for step in advice.plan.steps:
        if step.do_by and (not step.provided or step.do_by_kind is DateKind.STATUTORY):
            assert days[EntryKind.DO, step.action] == step.do_by
    for channel, state in advice.plan.channels.items():
        if state.reply_due and state.reply_due >= advice.plan.as_of and state.standing == "waiting":
            assert days[EntryKind.REPLY, channel] == state.reply_due
    planned = {step.do_by for step in advice.plan.steps} | {step.reply_due for step in advice.plan.steps}
    planned |= {day for state in advice.plan.channels.values() for day in (state.reply_due, state.opens_on)}
    assert {entry.day for entry in entries} <= planned
    assert len({entry.uid for entry in entries}) == len(entries)
    for line in letters_of(advice.plan, adviser().knowledge).letters:
        if line.form:
            letter = write_letter(advice.plan, advice.case, adviser().knowledge, line.action)
            by = re.findall(
                r"请于(\d+)年(\d+)月(\d+)日前", "\n".join(text.zh for part in letter.parts for text in part.text)
            )
            assert {date(*map(int, found)) for found in by} <= {letter.reply_due}


@pytest.mark.parametrize("told", SAMPLE[::4], ids=NAMES[::4])
def test_another_parser_reads_the_same_calendar(told: dict[str, Any]) -> None:
    """Days, titles, alarms in the morning of the days that are told; lines no longer than 75 bytes, ended by CRLF."""
    calendar = calendar_of(advise(told["case"]))
    for lang in ("zh", "en"):
        content = to_ics(calendar, lang, MADE)
        read = events(content)
        assert set(read) == {entry.uid for entry in calendar.entries}
        for entry in calendar.entries:
            event = read[entry.uid]
            assert event.dtstart.value == entry.day
            assert event.dtend.value == entry.day + timedelta(days=1)
            assert event.summary.value == entry.title[lang]
            rings = {alarm.trigger.value for alarm in event.contents.get("valarm", [])}
            assert rings == {timedelta(hours=9) - timedelta(days=days) for days in entry.rings}
        lines = content.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_second_import_takes_the_place_of_the_first() -> None:
    """A day later, with an answer more, the same step has the same UID and a higher SEQUENCE; another case has others."""
    told = dict(EXPECTED[0]["case"])
    first = calendar_of(advise(told))
    later = calendar_of(advise({**told, "as_of": "2026-11-23", "money_at_risk": "no"}))
    before, after = (
        events(to_ics(calendar, "zh", made)) for calendar, made in ((first, MADE), (later, MADE + timedelta(days=1)))
    )
    both = set(before) & set(after)
    assert {entry.uid for entry in first.entries if entry.kind is EntryKind.DO} & both
    for uid in both:
        assert int(after[uid].sequence.value) == int(before[uid].sequence.value) + 86_400
        assert after[uid].dtstamp.value > before[uid].dtstamp.value
    other = calendar_of(advise({**told, "provider": "wechat_pay"}))
    assert {entry.uid for entry in other.entries}.isdisjoint(before)
    assert {entry.uid for entry in calendar_of(advise(told), "second").entries}.isdisjoint(before)


def test_an_answer_that_was_only_supposed_becomes_the_real_one() -> None:
    """Once the complaint is made, the same entry tells the day that really runs, and its number."""
    told = dict(EXPECTED[0]["case"])
    supposed = next(
        e for e in calendar_of(advise(told)).entries if e.kind is EntryKind.REPLY and e.channel == "pboc-12363"
    )
    made = {"channel": "pboc-12363", "date": "2026-11-24", "outcome": "pending", "reference": "P-77"}
    real = calendar_of(advise({**told, "as_of": "2026-11-24", "attempts": [*told["attempts"], made]}))
    entry = next(entry for entry in real.entries if entry.uid == supposed.uid)
    assert entry.day == supposed.day + timedelta(days=2)
    assert "如果" in supposed.title.zh
    assert "如果" not in entry.title.zh
    assert any("P-77" in text.zh for text in entry.details)
    assert entry.date_kind is supposed.date_kind is DateKind.STATUTORY
    assert any("第四十三条" in text.zh and "工作日" in text.zh for text in entry.details)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_number_ends_no_event(text: str) -> None:
    """What a person typed adds no line of its own to the calendar."""
    told = dict(EXPECTED[0]["case"])
    number = "".join(sign if sign.isprintable() else "\\n" for sign in text)
    told["attempts"] = [
        *told["attempts"],
        {"channel": "pboc-12363", "date": "2026-11-20", "outcome": "pending", "reference": number},
    ]
    calendar = calendar_of(advise(told))
    read = events(to_ics(calendar, "zh", MADE))
    assert len(read) == len(calendar.entries)
    assert all("attach" not in event.contents for event in read.values())


@pytest.mark.parametrize("told", SAMPLE[::2], ids=NAMES[::2])
def test_the_evidence_list_holds_what_the_steps_bring(told: dict[str, Any]) -> None:
    """Each piece once, what it proves, how to get it, until when; there only where a contact brought it; kept as long as the law says."""
    advice = advise(told["case"])
    found = list_evidence(advice.plan, advice.case, adviser().knowledge)
    names = [item.name for item in found.items]
    assert len(set(names)) == len(names)
    assert set(names) == {name for step in advice.plan.steps for name in step.materials}
    contacts = {attempt.channel for attempt in advice.case.attempts}
    for item in found.items:
        assert item.held is bool(item.brought)
        assert {brought.channel for brought in item.brought} <= contacts
        assert item.used_for
    held = [item.held for item in found.items]
    assert held == sorted(held)


def test_what_the_person_has_is_marked_and_counted_from_the_incident() -> None:
    """`have` moves a piece; the other side's copy is due as long after the incident as the article says, in ours ten years."""
    advice = advise(EXPECTED[0]["case"])
    found = list_evidence(advice.plan, advice.case, adviser().knowledge, ["transaction-records"])
    item = next(item for item in found.items if item.id == "transaction-records")
    assert item.held
    assert [(kept.basis, kept.until) for kept in item.kept] == [("due-diligence-measures/44(1)(2)", date(2036, 11, 3))]
    receipt = next(item for item in found.items if item.id == "prior-complaint-proof")
    assert receipt.held
    assert receipt.brought[0].reference == "20261104-118"
    with pytest.raises(CaseError, match="transaction-records"):
        list_evidence(advice.plan, advice.case, adviser().knowledge, ["transaction-record"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_says_what_the_plan_says(lang: Any) -> None:
    """Case, every step with its articles, letters, dates and disclaimer; in English every line has Latin words."""
    advice = advise(EXPECTED[0]["case"])
    report = make_report(advice.plan, advice.case, adviser().knowledge, lang)
    sections = {section.id for section in report.sections}
    assert sections == {"case", "plan", "picture", "letters", "dates"}
    whole = render(
        report_sheet(report, adviser().knowledge), "html", picture=Picture(b"<svg/>", "graph LR", "x")
    ).decode()
    for step in advice.plan.steps:
        assert step.title[lang].replace("'", "&#39;") in whole
    assert "data:image/svg+xml;base64," in whole
    assert "default-src 'none'" in whole
    assert 'src="http' not in whole
    if lang == "en":
        assert all(re.search(r"[A-Za-z0-9]", line.text) for section in report.sections for line in section.lines)


CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")


@pytest.mark.parametrize("told", SAMPLE[::5], ids=NAMES[::5])
def test_lists_and_reports_can_be_written_and_read_in_both_languages(told: dict[str, Any]) -> None:
    """As Markdown, page and Word; no English row is Chinese alone."""
    advice, knowledge = advise(told["case"]), adviser().knowledge
    found = list_evidence(advice.plan, advice.case, knowledge)
    for lang in ("zh", "en"):
        listed = evidence_sheet(found, advice.plan, advice.case, knowledge, lang)
        reported = report_sheet(make_report(advice.plan, advice.case, knowledge, lang), knowledge)
        for sheet in (listed, reported):
            assert all(render(sheet, ending) for ending in ("md", "html", "docx"))
            for row in sheet.rows if lang == "en" else ():
                assert not CHINESE.search("".join(row.cells)) or LATIN.search("".join(row.cells)), row


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_fits_its_schema(name: str) -> None:
    """What is printed with --json is what the schema says, and reads back."""
    advice, knowledge = advise(EXPECTED[0]["case"]), adviser().knowledge
    made = {
        "letter": write_letter(advice.plan, advice.case, knowledge, "complain-pboc"),
        "letters": letters_of(advice.plan, knowledge),
        "evidence": list_evidence(advice.plan, advice.case, knowledge),
        "calendar": make_calendar(advice.plan, advice.case, knowledge),
        "report": make_report(advice.plan, advice.case, knowledge, "zh"),
    }[name]
    printed = json.loads(made.model_dump_json())
    Draft202012Validator(document_schema(name)).validate(printed)
    assert printed["schema"] == f"recourse/{name}/{2 if name == 'evidence' else 1}"
    assert DOCUMENTS[name].model_validate_json(made.model_dump_json()) == made


def a_letter(filled: dict[str, str] | None = None) -> Any:
    advice = advise(EXPECTED[0]["case"])
    letter = write_letter(advice.plan, advice.case, adviser().knowledge, "complain-pboc", filled)
    return letter_sheet(letter, adviser().knowledge, "zh")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_word_holds_the_texts_as_they_are(text: str) -> None:
    """Read back, every paragraph is the letter's; the package has no macro, link or outside part."""
    sheet = a_letter({"name": text, "address": text})
    raw = render(sheet, "docx")
    document = docx.Document(io.BytesIO(raw))
    read = [paragraph.text for paragraph in document.paragraphs]
    wanted = [
        f"{row.number}. {row.text}" if row.number else row.text for row in sheet.rows if row.kind not in ("row", "head")
    ]
    assert [line for line in read if line] == wanted
    parts = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert not [part for part in parts if "vba" in part.lower() or "embeddings" in part]
    assert 'TargetMode="External"' not in zipfile.ZipFile(io.BytesIO(raw)).read("word/_rels/document.xml.rels").decode()


def test_word_is_a4_with_chinese_fonts() -> None:
    """The page is A4 upright; Chinese characters have fonts of their own; a title is in the middle, the signature on the right."""
    document = docx.Document(io.BytesIO(render(a_letter(), "docx")))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    xml = document.element.xml
    assert 'w:eastAsia="宋体"' in xml
    assert 'w:eastAsia="黑体"' in xml
    assert document.paragraphs[0].alignment == 1
    assert document.paragraphs[-1].alignment == 2


@pytest.mark.font
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_pdf_shows_the_texts_as_they_are(text: str, tmp_path: Path) -> None:
    """Typst reads no mark in them; the same letter has the same bytes; another program finds the words and the fonts embedded."""
    sheet = a_letter({"name": text})
    raw = render(sheet, "pdf", find_font())
    assert raw == render(sheet, "pdf", find_font())
    for program in ("pdftotext", "pdffonts"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} (poppler-utils) is not installed")
    file = tmp_path / "letter.pdf"
    file.write_bytes(raw)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    compact = re.sub(r"\s", "", told)
    assert "2026年11月3日，本人的支付宝账户发生支付，金额人民币3,200.00元。" in compact
    assert re.sub(r"\s", "", sheet.rows[1].text)[:40] in compact
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)


def test_without_a_font_a_pdf_is_refused_with_a_way_out() -> None:
    """The message names the formats that need none."""
    with pytest.raises(RenderError, match="docx"):
        render(a_letter(), "pdf", None)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (the program `soffice`) is not installed")
def test_libreoffice_opens_the_word_file(tmp_path: Path) -> None:
    """It makes the same words of it."""
    (tmp_path / "letter.docx").write_bytes(render(a_letter(), "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(tmp_path), str(tmp_path / "letter.docx")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    told = (tmp_path / "letter.txt").read_text(encoding="utf-8-sig")
    assert [row.text for row in a_letter().rows if row.text and row.text not in told] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_commands_write_and_tell(lang: str, tmp_path: Path) -> None:
    """The list, a letter into a file that only its owner reads, notes of what is missing; the other documents likewise."""
    case = str(EXAMPLE)
    listed = recourse("letter", case, "--lang", lang)
    assert listed.returncode == 0
    assert "complain-pboc" in listed.stdout
    target = tmp_path / "letter.docx"
    done = recourse("letter", case, "complain-pboc", "-o", str(target), "--lang", lang)
    assert (done.returncode, done.stderr.strip()) == (0, str(target))
    assert "id_number" in done.stdout
    assert target.stat().st_mode & 0o077 == 0
    for command, ending in (("evidence", "md"), ("calendar", "ics"), ("report", "html"), ("report", "md")):
        file = tmp_path / f"{command}.{ending}"
        assert recourse(command, case, "-o", str(file), "--lang", lang).returncode == 0
        assert file.stat().st_size > 500
        assert recourse(command, case, "--json", "--lang", lang).returncode == 0
    if lang == "en":
        plain = recourse("letter", case, "complain-pboc", "--lang", "en")
        assert plain.stdout.startswith("> Reading aid only.")
        assert "blanks to fill in" in plain.stderr


def test_commands_say_what_is_wrong_with_their_use(tmp_path: Path) -> None:
    """An unknown format, a letter without its name, an unknown step or blank: 2, and the nearest right word. Too little told: 3."""
    case = str(EXAMPLE)
    assert recourse("letter", case, "complain-pboc", "-o", "x.odt").returncode == 2
    assert recourse("calendar", case, "-o", "x.txt").returncode == 2
    assert recourse("letter", case, "-o", "x.md").returncode == 2
    wrong = recourse("letter", case, "complain-pbc", "--lang", "en")
    assert wrong.returncode == 2
    assert "complain-pboc" in wrong.stderr
    fill = tmp_path / "me.yaml"
    fill.write_text("nam: 张三\n", encoding="utf-8")
    assert recourse("letter", case, "complain-pboc", "--fill", str(fill)).returncode == 2
    fill.write_text("name: 张三\n", encoding="utf-8")
    assert "投诉人：张三，" in recourse("letter", case, "complain-pboc", "--fill", str(fill)).stdout
    fill.write_text("- 1\n", encoding="utf-8")
    assert recourse("letter", case, "complain-pboc", "--fill", str(fill)).returncode == 2
    for command in ("letter", "evidence", "calendar", "report"):
        assert recourse(command, "-", typed="amount: 5").returncode == 3


@pytest.mark.font
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo (poppler-utils) is not installed")
def test_the_picture_of_a_report_has_a_page_of_its_own(tmp_path: Path) -> None:
    """All pages are A4; one, with the picture, lies on its side."""
    file = tmp_path / "report.pdf"
    assert recourse("report", str(EXAMPLE), "-o", str(file)).returncode == 0
    told = subprocess.run(["pdfinfo", "-l", "99", str(file)], capture_output=True, text=True, check=True).stdout
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", told)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(595, 842), (842, 595)}
    assert len([wide for wide, _ in sizes if float(wide) > 800]) == 1
