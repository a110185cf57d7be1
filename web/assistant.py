"""The same knowledge for assistants (Model Context Protocol, over standard input and output): grounded advice, not memory."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from documents.law_text import describe_law
from documents.layout import as_plain
from documents.next_text import next_lines
from documents.plan_text import plan_blocks
from documents.what_if_text import reach_text
from documents.why_text import explain_lines
from engine.adviser import Advice
from engine.explaining.why import explain, reach_of
from knowledge.errors import CaseError, near_names
from knowledge.models import Lang, Origin
from web import desk
from web.wishes import day_of

__all__ = ["make_assistant"]

INSTRUCTIONS = """Recourse (维权导航) works out what a person with a digital-wallet problem in China can do next, in which order, by when,
and on what legal ground. Ask it instead of answering from memory: begin with `next_question` on what you know, put its questions to the
person in their words, add the answers to the case, and show `plan` as it is, with numbers, dates and articles unchanged. Tell the
person that it is information and no legal advice. Nothing that is sent is kept."""
CASE = """What is known: fact → answer, as in a case file. `vocabulary` lists facts and their values; days as 2026-11-03 or as people say
them; `unknown` for what the person cannot tell. `attempts` lists whom they turned to: [{"channel": …, "date": "2026-11-04",
"outcome": "refused"}], in the order in which it was; leave `date` out where they cannot tell it. `as_of` is the day, today if left out."""
Case = Annotated[dict[str, Any], Field(description=CASE)]
Id = Annotated[str, Field(description="An action or channel, as `plan` and `next_question` name them.", max_length=100)]
Language = Annotated[Lang, Field(description="zh or en: the language of the person.")]


def make_assistant() -> MCPServer:
    server = MCPServer("recourse", title="Recourse 维权导航", instructions=INSTRUCTIONS, log_level="ERROR")
    for tool in (plan, next_question, why, why_not, law, vocabulary):
        server.tool(structured_output=False)(tool)
    return server


def plan(case: Case, lang: Language = "zh", full: bool = True) -> str:
    """The plan for a case: what to do first, steps with numbers, dates and legal ground, what is closed, what is still open."""
    advice = _advice(case)
    return as_plain(plan_blocks(advice.plan, advice.case, advice.knowledge, lang, full=full))


def next_question(case: Case, lang: Language = "zh") -> str:
    """The question whose answer can change the plan most, with its fact, its values, why it is asked and what hangs on it."""
    return "\n".join(next_lines(_advice(case), desk.adviser(), lang))


def why(case: Case, id: Id, lang: Language = "zh") -> str:  # noqa: A002 the name that the commands use
    """The proof: why an action is advised or a channel stands as it does, from the answers through rules to articles."""
    advice = _named(case, id)
    return "\n".join(explain_lines(desk.adviser(), advice, explain(desk.adviser(), advice, id), lang))


def why_not(case: Case, id: Id, lang: Language = "zh") -> str:  # noqa: A002
    """What is missing: the smallest sets of changes that would open a channel or bring an action."""
    advice = _named(case, id)
    return "\n".join(reach_text(desk.adviser(), advice, reach_of(desk.adviser(), advice, id), lang))


def law(
    citation: Annotated[
        str, Field(description="STATUTE/ARTICLE as plans cite it, or a STATUTE for all of it.", max_length=200)
    ],
    on: Annotated[str | None, Field(description="The day, 2026-04-14; default today.")] = None,
    lang: Language = "zh",
) -> str:
    """An article in the edition in force on a day, with its source; or all articles held of a statute."""
    try:
        day = day_of(_written_day(on) if on else None, desk.today())
        return "\n".join(describe_law(desk.adviser().knowledge, citation, day, lang))
    except CaseError as error:
        raise ToolError(error.shown(lang)) from error


def vocabulary(
    fact: Annotated[str | None, Field(description="Only this fact; default all.", max_length=100)] = None,
    lang: Language = "zh",
) -> str:
    """The facts that a case can hold, with their values, and the channels and outcomes of `attempts`."""
    knowledge = desk.adviser().knowledge
    asked = {name: item for name, item in knowledge.facts.items() if item.origin is Origin.ASKED}
    if fact and fact not in asked:
        raise ToolError(near_names("fact", fact, asked).shown(lang))
    lines = []
    for name, item in asked.items():
        if fact in (None, name):
            values = ", ".join(f"{value.id} ({value.label[lang]})" for value in item.values)
            lines.append(f"{name} [{item.kind}] {item.label[lang]}{': ' + values if values else ''}")
    if fact is None:
        lines.append("channels: " + ", ".join(f"{key} ({c.name[lang]})" for key, c in knowledge.channels.items()))
        lines.append("outcomes: " + ", ".join(knowledge.outcomes))
    return "\n".join(lines)


def _written_day(text: str) -> date:
    """Raises CaseError for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise near_names("on", text, (desk.today().isoformat(),)) from None


def _advice(case: dict[str, Any]) -> Advice:
    """Raises ToolError with everything that is wrong with the case, and the nearest right words."""
    adviser = desk.adviser()
    try:
        return adviser.advise(adviser.read(case, desk.today()))
    except CaseError as error:
        raise ToolError(error.shown(None)) from error


def _named(case: dict[str, Any], name: str) -> Advice:
    known = (*desk.adviser().knowledge.actions, *desk.adviser().knowledge.channels)
    if name not in known:
        raise ToolError(near_names("id", name, known).shown(None))
    return _advice(case)
