"""The commands: parse, call, print, exit code. No decision is taken here.

Exit codes: 0 done; 1 knowledge or internal error; 2 bad usage or bad input; 3 not enough answers for any advice.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

import click

from knowledge.errors import CaseError, Fault, InferenceError, KnowledgeError, RecourseError, near_names

if TYPE_CHECKING:
    from documents.plan_text import Block
    from documents.sessions import Sessions
    from engine.adviser import Adviser
    from engine.analysis import Side, Ways
    from engine.analysis.survey import Survey
    from engine.case import Case
    from engine.interview import Interview
    from knowledge.models import Lang

__all__ = ["main"]

Command = TypeVar("Command", bound=Callable[..., Any])
DONE, BROKEN, MISUSED, TOO_LITTLE = 0, 1, 2, 3
READ_AT_MOST = 1_000_001

lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Recourse 维权导航: what to do next about a digital-wallet problem in China, in which order, by when, on what law."""


def guarded(command: Command) -> Command:
    """Turns every error of ours into a message on stderr and its exit code; never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            code = command(*args, **kwargs)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)
        except (CaseError, OSError, UnicodeDecodeError) as error:
            click.echo(f"{error}", err=True)
            sys.exit(MISUSED)
        except (KnowledgeError, InferenceError, RecourseError) as error:
            click.echo(f"{error}", err=True)
            sys.exit(BROKEN)
        sys.exit(code or DONE)

    return cast("Command", run)


@main.command()
@click.argument("case_file", metavar="CASE")
@json_option
@lang_option
@guarded
def plan(case_file: str, as_json: bool, lang: Lang) -> int:
    """The plan for a case (a YAML or JSON file, or - for standard input)."""
    adviser = _adviser()
    case = adviser.read(_read(case_file), _today())
    advice = adviser.advise(case)
    if as_json:
        click.echo(advice.plan.to_json(lang))
    else:
        from documents.plan_text import plan_blocks

        _show(plan_blocks(advice.plan, case, adviser.knowledge, lang))
    return DONE if advice.plan.steps or _said_enough(case, advice.plan.covered) else TOO_LITTLE


@main.command("next")
@click.argument("case_file", metavar="CASE")
@json_option
@lang_option
@guarded
def next_question(case_file: str, as_json: bool, lang: Lang) -> int:
    """The next question, why it is asked, and what it could change."""
    from documents.next_text import next_entry, next_lines

    adviser = _adviser()
    advice = adviser.advise(adviser.read(_read(case_file), _today()))
    if as_json:
        return _describe([json.dumps(next_entry(advice, adviser.knowledge), ensure_ascii=False)])
    return _describe(next_lines(advice, adviser, lang))


@main.command()
@click.argument("case_file", metavar="CASE")
@click.argument("name", metavar="ID")
@click.option("--days", is_flag=True, help="How the channel's dates were counted, day by day.")
@json_option
@lang_option
@guarded
def why(case_file: str, name: str, days: bool, as_json: bool, lang: Lang) -> int:
    """Why an action is advised or a channel stands as it does; and what is in the way of what is not."""
    from documents.day_by_day import day_lines
    from documents.why_text import explain_lines
    from engine.explaining.why import explain

    adviser = _adviser()
    _known(name, adviser)
    advice = adviser.advise(adviser.read(_read(case_file), _today()))
    if days:
        return _describe(day_lines(adviser.knowledge, advice, name, lang))
    told = explain(adviser, advice, name)
    return _describe([told.model_dump_json(indent=2)] if as_json else explain_lines(adviser, advice, told, lang))


def _known(name: str, adviser: Adviser) -> None:
    """Raises CaseError with the nearest id when there is no such action or channel."""
    known = (*adviser.knowledge.actions, *adviser.knowledge.channels)
    if name not in known:
        raise near_names("ID", name, known)


@main.command("what-if")
@click.argument("case_file", metavar="CASE")
@click.argument("changes", nargs=-1, metavar="[FACT=VALUE | CHANNEL=OUTCOME[@DAY] | as_of=DAY]…")
@click.option(
    "--reach", metavar="ID", help="The smallest sets of changes that open this channel (or bring this action)."
)
@json_option
@lang_option
@guarded
def what_if(case_file: str, changes: tuple[str, ...], reach: str | None, as_json: bool, lang: Lang) -> int:
    """What changes would do to the plan; or, the other way round, which changes would open a channel."""
    from documents.what_if_text import difference_text, reach_text
    from engine.case.changes import case_data, changed, read_change
    from engine.explaining.difference import compare
    from engine.explaining.why import reach_of

    if bool(changes) is bool(reach):
        raise click.UsageError("give changes (FACT=VALUE …), or --reach ID")
    adviser = _adviser()
    advice = adviser.advise(adviser.read(_read(case_file), _today()))
    if reach:
        _known(reach, adviser)
        found = reach_of(adviser, advice, reach)
        return _describe([found.model_dump_json(indent=2)] if as_json else reach_text(adviser, advice, found, lang))
    wanted = [read_change(text, adviser.knowledge) for text in changes]
    data = changed(case_data(advice.case), wanted, adviser.knowledge)
    difference = compare(advice.plan, adviser.advise(adviser.read(data, _today())).plan)
    told = [difference.model_dump_json(indent=2)] if as_json else difference_text(adviser, wanted, difference, lang)
    return _describe(told)


@main.command()
@click.option("--answers", type=click.Path(), help="Go on from this case file.")
@click.option("--save", type=click.Path(), help="Keep the answers in this file.")
@click.option("--session", help="Keep the answers under this name on this machine, or go on from them.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to plan for; default today.")
@lang_option
@guarded
def ask(answers: str | None, save: str | None, session: str | None, as_of: datetime | None, lang: Lang) -> int:
    """The questionnaire, then the plan. Works in a terminal, for a screen reader, and through a pipe."""
    from engine.interview import begin

    adviser = _adviser()
    data, target = _begin(adviser, answers, save, session)
    if as_of:
        data["as_of"] = as_of.date().isoformat()
    adviser.read(data, _today()) if data else None
    interview = begin(adviser, _today(), lang, data)
    click.echo(interview.say("ask-welcome"))
    try:
        interview = _converse(interview, target)
    except (KeyboardInterrupt, click.Abort):
        return _interrupted(target)
    if target:
        _save(interview.kept, target)
        told = interview.say("session-saved", name=session) if session else interview.say("ask-saved", file=target)
        click.echo(told, err=True)
    return _plan_of(interview, lang)


def _begin(
    adviser: Adviser, answers: str | None, save: str | None, session: str | None
) -> tuple[dict[str, Any], Path | None]:
    """The answers to go on from, and the file that keeps them: none unless it is asked for."""
    if session:
        if answers or save:
            raise click.UsageError("--session keeps the answers itself: leave out --answers and --save")
        saved = _sessions(adviser)
        found = saved.find(session)
        return dict(found.data) if found else {}, saved.save(session, found.data if found else {})
    data = _read(answers) if answers else {}
    adviser.read(data, _today()) if data else None
    target = save or answers
    return dict(data), Path(target) if target else None


LAST: dict[str, Any] = {}


def _converse(interview: Interview, target: Path | None) -> Interview:
    """Asks until nothing that can be answered changes the plan, or the person or the input ends it."""
    while True:
        LAST["interview"] = interview
        lines = interview.prompt()
        if not lines:
            click.echo(interview.say("ask-done"))
            return interview
        click.echo("\n".join(lines))
        try:
            typed = input(f"[{interview.left()}] > ")
        except EOFError:
            click.echo()
            return interview
        interview, told = interview.take(typed)
        for line in told:
            click.echo(line)
        if target:
            _save(interview.kept, target)
        if interview.over:
            return interview


def _interrupted(target: Path | None) -> int:
    """Ctrl-C: what was answered is in a case file that resumes."""
    interview = cast("Interview", LAST["interview"])
    path = target or _free_name(Path("recourse-answers.yaml"))
    _save(interview.kept, path)
    click.echo(f"\n{interview.say('ask-saved', file=path)}", err=True)
    return TOO_LITTLE


def _plan_of(interview: Interview, lang: Lang) -> int:
    from documents.plan_text import plan_blocks

    advice = interview.advice
    _show(plan_blocks(advice.plan, advice.case, interview.adviser.knowledge, lang))
    return DONE if advice.plan.steps or _said_enough(advice.case, advice.plan.covered) else TOO_LITTLE


@main.command()
@click.argument("what")
@click.argument("name", required=False)
@click.option(
    "-o", "--output", required=True, type=click.Path(), help="FILE.svg, png, pdf, dot, mmd, graphml, json, html."
)
@click.option("--case", "case_file", help="Show this case.")
@click.option("--cases", "batch_file", help="load: of these cases (JSON lines, or a list in YAML or JSON).")
@click.option("--by", help="load: one picture for each answer to this fact, issue or provider for one.")
@click.option("--between", nargs=2, metavar="A B", help="diff: two days, wallets, git revisions or folders.")
@click.option("--provider", help="What can matter to a problem with this wallet.")
@click.option("--issue", help="What can matter to such a problem.")
@click.option("--from", "start", metavar="CHANNEL", help="Only what can be reached from there.")
@click.option("--to", metavar="CHANNEL", help="Only what can lead there.")
@click.option("--level", "levels", multiple=True, help="Only channels of this level; may be given several times.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Under the law of that day; default today.")
@lang_option
@guarded
def draw(
    what: str,
    output: str,
    case_file: str | None,
    batch_file: str | None,
    between: tuple[str, str] | None,
    day: datetime | None,
    **wishes: Any,
) -> int:
    """Draws WHAT: escalation, the channels and the ways between them; ways, what is within reach and how soon; proof, of
    the action or channel NAME in a case; timeline, of a case; rules, all by file or those of the rule, channel, fact,
    issue or file NAME; load, of many cases; diff, what differs between two days, wallets or versions.

    FILE.html is a page of its own that needs no network: zoom, search, a card for every box, both languages.
    """
    import diagrams

    if what not in diagrams.PICTURES:
        raise near_names("WHAT", what, diagrams.PICTURES)
    if Path(output).suffix.removeprefix(".").lower() not in diagrams.FORMATS:
        raise click.BadParameter(f"{output}: a picture is one of {', '.join(diagrams.FORMATS)}", param_hint="-o")
    if case_file and (day or wishes["provider"] or wishes["issue"]):
        raise click.UsageError(
            "a case has its own day, wallet and issue: --case goes without --on, --provider, --issue"
        )
    adviser = _adviser()
    today = day.date() if day else _today()
    advice = adviser.advise(adviser.read(_read(case_file), today)) if case_file else None
    cases = tuple(_read_cases(adviser, batch_file)) if batch_file else ()
    sides = _sides(adviser, between, wishes["issue"]) if between else None
    request = diagrams.Request(
        advice.case.as_of if advice else today, advice=advice, cases=cases, between=sides, **wishes
    )
    diagrams.write_picture(diagrams.Order(diagrams.PICTURES[what], adviser, request), Path(output))
    click.echo(output, err=True)
    return DONE


@main.group("graph")
def graph_() -> None:
    """What the escalation graph says: ways, dead ends, what nobody can avoid, what a choice closes."""


def surveyed(command: Command) -> Command:
    """The options of an analysis: a case, or what is known of one, and how it is told."""
    options = (
        click.option("--case", "case_file", help="Ask for this case."),
        click.option("--provider", help="Without a case: with this wallet."),
        click.option("--issue", help="Without a case: with this kind of trouble."),
        click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Without a case: the day; default today."),
        json_option,
        lang_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@graph_.command()
@click.argument("start", metavar="FROM")
@click.argument("to", metavar="TO")
@click.option("--longest", default=6, show_default=True, type=click.IntRange(1), help="Legs that a way may have.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(1), help="Ways that are listed.")
@surveyed
@guarded
def paths(start: str, to: str, longest: int, most: int, **asked: Any) -> int:
    """All ways between two channels, quickest first, with days and conditions."""
    from engine.analysis import find_routes

    return _survey(lambda ways: find_routes(ways, start, to, longest, most), (start, to), **asked)


@graph_.command()
@surveyed
@guarded
def reach(**asked: Any) -> int:
    """The channels that can still be reached, how soon, and the best ways to an outcome that can be enforced."""
    from engine.analysis import find_reach

    return _survey(find_reach, **asked)


@graph_.command()
@click.option("--from", "start", metavar="CHANNEL", help="Begin at this channel only.")
@surveyed
@guarded
def dominators(start: str | None, **asked: Any) -> int:
    """The steps that no way can avoid."""
    from engine.analysis import find_unavoidable

    return _survey(lambda ways: find_unavoidable(ways, start), (start,) if start else (), **asked)


@graph_.command("dead-ends")
@surveyed
@guarded
def dead_ends(**asked: Any) -> int:
    """The channels behind which no outcome can be enforced, and why they end."""
    from engine.analysis import find_dead_ends

    return _survey(find_dead_ends, **asked)


@graph_.command()
@surveyed
@guarded
def closes(**asked: Any) -> int:
    """What using a channel closes, and what can no longer be reached then."""
    from engine.analysis import find_choices

    return _survey(find_choices, **asked)


@graph_.command("load")
@click.argument("batch_file", metavar="CASES")
@click.option("--by", help="Also for each answer to this fact.")
@json_option
@lang_option
@guarded
def load_(batch_file: str, by: str | None, as_json: bool, lang: Lang) -> int:
    """Where the cases of a batch (JSON lines, or a list in YAML or JSON) went, wait, ended and go next."""
    from documents.graph_text import survey_lines
    from engine.analysis import count_load

    adviser = _adviser()
    if by and by not in adviser.knowledge.facts:
        raise near_names("fact", by, adviser.knowledge.facts)
    cases = list(_read_cases(adviser, batch_file))
    if not cases:
        raise CaseError([Fault(batch_file, 0, "holds no case that can be read")])
    survey = count_load(adviser.knowledge, map(adviser.advise, cases), by)
    return _describe([survey.to_json()] if as_json else survey_lines(survey, adviser.knowledge, lang))


@graph_.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--issue", help="For this kind of trouble.")
@json_option
@lang_option
@guarded
def diff(before: str, after: str, issue: str | None, as_json: bool, lang: Lang) -> int:
    """What differs between two days, wallets, git revisions or folders of the project."""
    from documents.difference_text import difference_lines
    from engine.analysis import compare

    adviser = _adviser()
    survey = compare(adviser.knowledge.wording, *_sides(adviser, (before, after), issue))
    return _describe([survey.to_json()] if as_json else difference_lines(survey, adviser.knowledge, lang))


def _sides(adviser: Adviser, names: tuple[str, str], issue: str | None) -> tuple[Side, Side]:
    """What the names stand for: a day, a wallet, a folder with `knowledge` and `rules`, else a git revision."""
    if issue and issue not in adviser.knowledge.issues:
        raise near_names("issue", issue, adviser.knowledge.issues)
    before, after = (_side(adviser, name, issue) for name in names)
    return before, after


def _side(adviser: Adviser, name: str, issue: str | None) -> Side:
    from engine.adviser import load_adviser
    from engine.analysis import Side
    from knowledge.models import Text
    from knowledge.versions import check_out

    label, today = Text(zh=name or " ", en=name or " "), _today()
    if name in adviser.knowledge.providers:
        return Side(adviser.knowledge.providers[name].name, adviser, today, name, issue)
    try:
        return Side(label, adviser, date.fromisoformat(name), None, issue)
    except ValueError:
        pass
    if Path(name, "knowledge").is_dir():
        return Side(label, load_adviser(Path(name, "knowledge"), Path(name, "rules")), today, None, issue)
    with tempfile.TemporaryDirectory() as folder:
        check_out(name, Path(folder))
        return Side(label, load_adviser(Path(folder, "knowledge"), Path(folder, "rules")), today, None, issue)


def _survey(
    find: Callable[[Ways], Survey], channels: tuple[str, ...] = (), *, as_json: bool, lang: Lang, **asked: Any
) -> int:
    """Prints what `find` sees in the ways of the case. Raises CaseError for a channel that there is none of."""
    from documents.graph_text import survey_lines
    from engine.analysis import find_ways

    adviser = _adviser()
    for channel in channels:
        if channel not in adviser.knowledge.channels:
            raise near_names("channel", channel, adviser.knowledge.channels)
    survey = find(find_ways(adviser.knowledge, adviser.advise(_asked_case(adviser, **asked))))
    return _describe([survey.to_json()] if as_json else survey_lines(survey, adviser.knowledge, lang))


def _asked_case(
    adviser: Adviser, case_file: str | None, provider: str | None, issue: str | None, day: datetime | None
) -> Case:
    """The case of the file; without one, a case in which nothing else is known."""
    if case_file:
        return adviser.read(_read(case_file), _today())
    told = {"provider": provider, "issue": issue}
    return adviser.read(
        {"as_of": day.date() if day else _today(), **{name: word for name, word in told.items() if word}}, _today()
    )


@main.command()
@click.option(
    "--stale", type=int, default=180, show_default=True, help="List what was last checked more than DAYS ago."
)
@guarded
def check(stale: int) -> int:
    """Lint of knowledge and rules: faults, counts, doubts, and what has not been checked for long."""
    from engine.review import review

    adviser = _adviser()
    report = review(adviser, _today(), stale)
    click.echo("\n".join(report.lines))
    return BROKEN if report.faults else DONE


@main.command()
@click.argument("what", type=click.Choice(["case", "plan", "why", "reach", "difference", "trace", "analysis"]))
@guarded
def schema(what: str) -> int:
    """The JSON Schema of a case file, or of what a command prints as JSON."""
    from engine.schema import case_schema, output_schema

    found = case_schema(_adviser().knowledge) if what == "case" else output_schema(what)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    return DONE


@main.command()
@click.argument("case_file", metavar="CASE")
@click.option("-o", "--output", type=click.Path(), help="Write it to this file.")
@guarded
def trace(case_file: str, output: str | None) -> int:
    """All that was worked out for a case, every rule's verdict, as JSON that can be replayed."""
    import engine.explaining.trace
    from documents.sessions import write_private_text

    adviser = _adviser()
    told = engine.explaining.trace.trace(adviser, adviser.advise(adviser.read(_read(case_file), _today()))).to_json()
    if output is None:
        return _describe([told])
    write_private_text(told + "\n", Path(output))
    return DONE


@main.command()
@click.argument("trace_file", metavar="TRACE")
@lang_option
@guarded
def replay(trace_file: str, lang: Lang) -> int:
    """Works a trace's case out again, and says where it comes to something else."""
    import engine.explaining.trace

    adviser = _adviser()
    wording = adviser.knowledge.wording
    old = engine.explaining.trace.read_trace(_read_json(trace_file), wording)
    changes = engine.explaining.trace.replay(adviser, old)
    if not changes:
        return _describe([wording["replay-same"][lang]])
    other = [wording["replay-other-files"][lang]] if old.files != adviser.fingerprint else []
    lines = [wording["replay-differs"].told(lang, **change.model_dump()) for change in changes]
    click.echo("\n".join([*other, *lines]))
    return BROKEN


@main.group(invoke_without_command=True)
@lang_option
@click.pass_context
def sessions(context: click.Context, lang: Lang) -> None:
    """The questionnaires saved on this machine: list, export, delete."""
    if context.invoked_subcommand is None:
        _list_sessions(lang)


@guarded
def _list_sessions(lang: Lang) -> int:
    from documents.sessions_text import session_lines

    adviser = _adviser()
    return _describe(session_lines(_sessions(adviser).all(), adviser.knowledge, lang))


@sessions.command("export")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(), help="Write it to this file; default: standard output.")
@guarded
def export_session(name: str, output: str | None) -> int:
    """A saved questionnaire as a case file."""
    from documents.sessions import write_private
    from knowledge.loader import write_yaml

    found = _sessions(_adviser()).get(name)
    if output is None:
        click.echo(write_yaml(found.data), nl=False)
    else:
        write_private(found.data, Path(output))
    return DONE


@sessions.command("delete")
@click.argument("names", nargs=-1, required=True)
@lang_option
@guarded
def delete_sessions(names: tuple[str, ...], lang: Lang) -> int:
    """Deletes saved questionnaires."""
    adviser = _adviser()
    saved = _sessions(adviser)
    for name in names:
        saved.delete(name)
        click.echo(adviser.knowledge.wording["sessions-deleted"].told(lang, name=name))
    return DONE


def _sessions(adviser: Adviser) -> Sessions:
    from documents.sessions import Sessions

    home = os.environ.get("RECOURSE_HOME") or click.get_app_dir("recourse")
    return Sessions(Path(home) / "sessions", adviser.knowledge)


@main.command()
@click.argument("citation")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; default today.")
@lang_option
@guarded
def law(citation: str, day: datetime | None, lang: Lang) -> int:
    """An article in the edition in force on a day (`ecommerce-law/57(2)`), or a whole statute (`ecommerce-law`)."""
    from documents.lookup import describe_law

    return _describe(describe_law(_adviser().knowledge, citation, day.date() if day else _today(), lang))


@main.command()
@click.argument("rule_id", required=False)
@lang_option
@guarded
def rules(rule_id: str | None, lang: Lang) -> int:
    """All rules by stage, or one rule whole."""
    from documents.lookup import describe_rules

    adviser = _adviser()
    return _describe(describe_rules(adviser.knowledge, adviser.rulebase, rule_id, lang))


@main.command()
@click.argument("channel_id", required=False)
@lang_option
@guarded
def channels(channel_id: str | None, lang: Lang) -> int:
    """All channels by level, or one channel whole."""
    from documents.lookup import describe_channels

    return _describe(describe_channels(_adviser().knowledge, channel_id, lang))


def _describe(lines: list[str]) -> int:
    click.echo("\n".join(lines))
    return DONE


def _adviser() -> Adviser:
    from engine.adviser import load_adviser

    return load_adviser()


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _read(case_file: str) -> Any:
    """The mapping in a case file. Raises CaseError for what is no YAML or JSON, OSError for what cannot be opened."""
    from knowledge.loader import parse_yaml

    raw = sys.stdin.buffer.read(READ_AT_MOST) if case_file == "-" else _bytes(Path(case_file))
    document = parse_yaml(raw.decode("utf-8-sig"), "stdin" if case_file == "-" else Path(case_file).name)
    if document.faults:
        raise CaseError(document.faults)
    if document.data is None:
        raise CaseError([Fault(document.name, 0, "is empty")])
    return document.data


def _read_cases(adviser: Adviser, batch_file: str) -> Iterator[Case]:
    """The cases of a batch; one that cannot be read is told on stderr and left out. An entry may hold its case as `case`."""
    path = Path(batch_file)
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.suffix in (".jsonl", ".ndjson") else None
    found = [line for line in lines if line.strip()] if lines is not None else _read(batch_file)
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        try:
            data = json.loads(item) if isinstance(item, str) else item
            yield adviser.read(data["case"] if isinstance(data, dict) and "case" in data else data, _today())
        except (CaseError, ValueError) as error:
            click.echo(f"{path.name}, {number}: {error}", err=True)


def _read_json(path: str) -> Any:
    """Raises CaseError for what is no JSON."""
    try:
        return json.loads(sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
    except ValueError as error:
        raise CaseError([Fault(Path(path).name, 0, f"{error}")]) from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(READ_AT_MOST)


def _save(data: dict[str, Any], path: Path) -> None:
    from documents.sessions import write_private

    write_private(data, path)


def _free_name(path: Path) -> Path:
    names = (path.with_stem(f"{path.stem}-{number}") if number else path for number in range(1000))
    return next(name for name in names if not name.exists())


def _said_enough(case: Case, covered: bool) -> bool:
    return covered and "issue" in case.answers


def _show(blocks: list[Block]) -> None:
    """A screen for a terminal; plain text for a pipe, a file or a dumb terminal."""
    from documents.plan_text import as_plain

    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        click.echo(as_plain(blocks), nl=False)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Styled

    console = Console(highlight=False)
    for block in blocks:
        console.print(Styled(block.heading, style="bold red" if block.urgent else "bold"))
        grid = Table.grid(padding=(0, 1), expand=False)
        grid.add_column(no_wrap=True, style="cyan")
        grid.add_column(overflow="fold")
        for label, text in block.lines:
            grid.add_row(Styled(f"   {label}"), Styled(text))
        if block.lines:
            console.print(grid)
        console.print()


if __name__ == "__main__":
    main()
