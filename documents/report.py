"""The whole advice → one document (`recourse/report/1`): the case, the plan in full, letters, dates, and a place for the picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from documents.calendar import make_calendar
from documents.layout import Block
from documents.letters import clean, letters_of
from documents.plan_text import plan_blocks
from documents.plan_words import PlanWords
from documents.sheets import Row, RowKind, Sheet
from engine.case import Case
from engine.steps import Entry, Plan
from engine.wording import FactWords
from knowledge.frozen import shaped
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["Report", "ReportSection", "make_report", "report_sheet"]

PICTURE = "picture"


class ReportLine(Entry):
    """A label, which may be empty, with what stands beside it."""

    label: str
    text: str


class ReportSection(Entry):
    """A heading with its lines; of the picture the heading only."""

    id: Literal["case", "plan", "picture", "letters", "dates"]
    heading: str
    lines: tuple[ReportLine, ...]


class Report(Entry):
    """The advice in one language."""

    schema_: Literal["recourse/report/1"] = shaped(default="recourse/report/1", called="schema")
    as_of: date
    lang: Lang
    title: str
    sections: tuple[ReportSection, ...]
    disclaimer: str


def make_report(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> Report:
    """Everything that `plan --full` says, and what one takes away from it."""
    words = _Words(plan, case, knowledge, lang)
    return Report(
        as_of=plan.as_of,
        lang=lang,
        title=words.title(),
        sections=tuple(section for section in words.sections() if section.lines or section.id in (PICTURE, "plan")),
        disclaimer=words.of(plan.disclaimer),
    )


def report_sheet(report: Report, knowledge: Knowledge) -> Sheet:
    """The report as rows."""
    rows = [Row("title", (report.title,))]
    rows += [Row("note", (knowledge.wording["document-as-of"].told(report.lang, day=report.as_of),))]
    for section in report.sections:
        kind: RowKind = "subheading" if section.id == "plan" else "picture" if section.id == PICTURE else "heading"
        rows.append(Row(kind, (section.heading,)))
        rows += [Row("labelled", (line.label, line.text)) for line in section.lines]
    return Sheet(report.title, report.lang, (*rows, Row("note", (report.disclaimer,))))


class _Words(PlanWords):
    def title(self) -> str:
        issue = self.knowledge.issues.get(str(self.case.answers.get("issue")))
        return self.say("report-title", issue=self.of(issue.label)) if issue else self.say("report-title-open")

    def sections(self) -> Iterator[ReportSection]:
        yield self.section("case", "report-case", self.case_lines())
        blocks = plan_blocks(self.plan, self.case, self.knowledge, self.lang, full=True)
        yield from (_from_block(block) for block in blocks if block.heading != self.of(self.plan.disclaimer))
        yield self.section("picture", "report-picture", iter(()))
        yield self.section("letters", "report-letters", self.letter_lines())
        yield self.section("dates", "report-dates", self.date_lines())

    def section(
        self, key: Literal["case", "picture", "letters", "dates"], heading: str, lines: Iterator[tuple[str, str]]
    ) -> ReportSection:
        told = tuple(ReportLine(label=label, text=text) for label, text in lines)
        return ReportSection(id=key, heading=self.say(heading), lines=told)

    def case_lines(self) -> Iterator[tuple[str, str]]:
        """The answers, then the contacts."""
        facts = FactWords(self.knowledge, self.lang, self.case.days)
        for fact in (name for name in self.knowledge.facts if name in self.case.answers):
            yield facts.label(fact), facts.value(fact, self.case.answers[fact])
        for attempt in self.case.contacts:
            number = clean(attempt.reference or "")
            told = self.say("evidence-reference", number=number) if number else ""
            yield (
                str(attempt.date or self.say("day-untold")),
                f"{self.channel_name(attempt.channel)}{self.colon}{self.say(f'outcome-{attempt.outcome}')}{told}",
            )

    def letter_lines(self) -> Iterator[tuple[str, str]]:
        for line in letters_of(self.plan, self.knowledge).letters:
            if line.letter:
                by = self.say("letter-list-by", day=line.do_by) if line.do_by else ""
                yield self.of(line.letter), f"{self.of(line.step)}{by}"

    def date_lines(self) -> Iterator[tuple[str, str]]:
        for entry in make_calendar(self.plan, self.case, self.knowledge).entries:
            yield str(entry.day), f"{self.of(entry.title)}{self.bracketed(self.say(f'kind-{entry.date_kind}'))}"


def _from_block(block: Block) -> ReportSection:
    lines = tuple(ReportLine(label=_named(label.strip()), text=text.strip()) for label, text in block.lines)
    return ReportSection(id="plan", heading=block.heading, lines=lines)


def _named(label: str) -> str:
    """A sign before a line of the terminal is none on paper."""
    return label if any(sign.isalnum() for sign in label) else ""
