"""Typed answers → the plan: the questionnaire, in a terminal, for a screen reader, or through a pipe."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.sessions import saved_sessions
from commands.shared import DAY, TOO_LITTLE, lang_option, load_adviser, read_document, save, show_plan, today

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.interview import Interview
    from knowledge.models import Lang

__all__ = ["ask"]


@click.command()
@click.option("--answers", type=click.Path(), help="Go on from this case file.")
@click.option("--save", "kept", type=click.Path(), help="Keep the answers in this file.")
@click.option("--session", help="Keep the answers under this name on this machine, or go on from them.")
@click.option("--as-of", type=DAY, help="The day to plan for; default today.")
@lang_option
def ask(answers: str | None, kept: str | None, session: str | None, as_of: datetime | None, lang: Lang) -> int:
    """The questionnaire, then the plan. Works in a terminal, for a screen reader, and through a pipe."""
    from engine.interview import begin

    adviser = load_adviser()
    data, target = _begin(adviser, answers, kept, session)
    if as_of:
        data["as_of"] = as_of.date().isoformat()
    adviser.read(data, today()) if data else None
    interview = begin(adviser, today(), lang, data)
    click.echo(interview.say("ask-welcome"))
    interview, broken_off = _converse(interview, target)
    if broken_off:
        return _keep(interview, target)
    if target:
        save(interview.kept, target)
        told = interview.say("session-saved", name=session) if session else interview.say("ask-saved", file=target)
        click.echo(told, err=True)
    return show_plan(interview.advice, interview.adviser.knowledge, lang)


def _begin(
    adviser: Adviser, answers: str | None, kept: str | None, session: str | None
) -> tuple[dict[str, Any], Path | None]:
    """The answers to go on from, and the file that keeps them: none unless it is asked for."""
    if session:
        if answers or kept:
            raise click.UsageError("--session keeps the answers itself: leave out --answers and --save")
        saved = saved_sessions(adviser)
        found = saved.find(session)
        return dict(found.data) if found else {}, saved.save(session, found.data if found else {})
    data = read_document(adviser, answers).data if answers else {}
    adviser.read(data, today()) if data else None
    target = kept or answers
    return dict(data), Path(target) if target else None


def _converse(interview: Interview, target: Path | None) -> tuple[Interview, bool]:
    """Asks until nothing that can be answered changes the plan, or the person or the input ends it.

    The last state, and whether it was broken off by Ctrl-C.
    """
    over = False
    try:
        while not over:
            interview, over = _ask_once(interview, target)
    except (KeyboardInterrupt, click.Abort):
        return interview, True
    return interview, False


def _ask_once(interview: Interview, target: Path | None) -> tuple[Interview, bool]:
    """The state after one question, and whether that was the last."""
    lines = interview.prompt()
    click.echo("\n".join(lines) if lines else interview.say("ask-done"))
    if not lines:
        return interview, True
    try:
        typed = input(f"[{interview.left()}] > ")
    except EOFError:
        click.echo()
        return interview, True
    interview, told = interview.take(typed)
    for line in told:
        click.echo(line)
    if target:
        save(interview.kept, target)
    return interview, interview.over


def _keep(interview: Interview, target: Path | None) -> int:
    """Ctrl-C: what was answered is in a case file that resumes."""
    path = target or _free_name(Path("recourse-answers.yaml"))
    save(interview.kept, path)
    click.echo(f"\n{interview.say('ask-saved', file=path)}", err=True)
    return TOO_LITTLE


def _free_name(path: Path) -> Path:
    names = (path.with_stem(f"{path.stem}-{number}") if number else path for number in range(1000))
    return next(name for name in names if not name.exists())
