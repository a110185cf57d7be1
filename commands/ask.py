"""Typed answers → the plan: the questionnaire, in a terminal, for a screen reader, or through a pipe."""

from __future__ import annotations

import shlex
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.sessions import saved_sessions
from commands.shared import DAY, called, explained, lang_option, load_adviser, save, say, show_plan, today, words_for
from commands.shared.resuming import go_on_from_file, go_on_from_session

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.case.leaving_out import Fitting
    from engine.interview import Interview
    from knowledge.models import Lang
    from storage import KeptFile

__all__ = ["ask"]


@explained("一问一答，然后给方案。")
@click.command()
@click.option("--answers", type=click.Path(), help="从这个案件文件接着答 · Go on from this case file.")
@click.option("--save", "kept", type=click.Path(), help="把回答存进这个文件 · Keep the answers in this file.")
@click.option(
    "--session", help="在本机用这个名字存着，或接着答 · Keep the answers under this name, or go on from them."
)
@click.option("--as-of", type=DAY, help="按哪天算，默认今天 · The day; default today.")
@click.option(
    "--all", "everything", is_flag=True, help="也问只影响后面步骤的问题 · Ask what changes later steps only, too."
)
@lang_option
def ask(
    answers: str | None, kept: str | None, session: str | None, as_of: datetime | None, everything: bool, lang: Lang
) -> int:
    """The questionnaire, then the plan. In a terminal, for a screen reader, or through a pipe.

    recourse ask
    """
    from engine.interview import begin

    adviser = load_adviser()
    day = as_of.date() if as_of else None
    found, target = _begin(adviser, answers, kept, session, day)
    interview = begin(adviser, day or today(), lang, found.data if found else {}, everything=everything)
    say([interview.say("ask-welcome", command=called()), *_left_out(adviser, found, session, lang)])
    interview, broken_off = _converse(interview, target)
    code = show_plan(interview.advice, adviser.knowledge, lang)
    if target:
        told = _session_lines(interview, session) if session else _file_lines(interview, str(kept))
        click.echo("\n".join(told if _try_save(interview, target) else _in_full(interview)), err=True)
    elif interview.kept:
        click.echo("\n".join(_kept_now(interview) if _is_there(broken_off) else [_not_kept(interview)]), err=True)
    return code


def _begin(
    adviser: Adviser, answers: str | None, kept: str | None, session: str | None, day: date | None
) -> tuple[Fitting | None, KeptFile | None]:
    """The answers to go on from, and the file that keeps them: none unless it is asked for. `--answers` is only read.

    Raises OSError, before anything is asked, where they could not be kept.
    """
    if session:
        if answers or kept:
            raise click.UsageError(adviser.knowledge.wording["session-alone"].both)
        saved = saved_sessions(adviser)
        room = saved.make_room(session)
        old = saved.find(session)
        return go_on_from_session(adviser, old, day) if old else None, room
    return go_on_from_file(adviser, answers, day) if answers else None, _file(kept) if kept else None


def _file(path: str) -> KeptFile:
    from storage import KeptFile, check_writable

    check_writable(Path(path))
    return KeptFile(Path(path))


def _left_out(adviser: Adviser, found: Fitting | None, session: str | None, lang: Lang) -> list[str]:
    """What is said of answers that no longer fit: each with its reason, and where a session is kept as it was."""
    if not found or not found.left_out:
        return []
    wording = adviser.knowledge.wording
    lines = [wording["left-out"][lang], *(f"  {fault.shown(lang)}" for fault in found.left_out)]
    if session:
        lines.append(wording["left-out-again"].told(lang, file=saved_sessions(adviser).set_aside(session)))
    return lines


def _converse(interview: Interview, target: KeptFile | None) -> tuple[Interview, bool]:
    """Asks until nothing that can be answered changes the plan, or the person or the input ends it.

    The last state, and whether it was broken off (by Ctrl-C, or because the input ended).
    """
    while True:
        lines = interview.prompt()
        if not lines:
            if not interview.over:
                say(interview.ending(called()))
            return interview, False
        try:
            say(lines)
            interview, told = interview.take(input(f"[{interview.left()}] > "))
        except (KeyboardInterrupt, EOFError, click.Abort):
            say([f"\n{interview.say('ask-stopped')}"])
            return interview, True
        if target and not _try_save(interview, target):
            target = None
        if told:
            say(told)


def _try_save(interview: Interview, target: KeptFile) -> bool:
    """Whether the answers are kept; where they cannot be, that is said, and nothing that was told is lost."""
    try:
        target.write(interview.kept)
    except OSError as error:
        click.echo(words_for(error), err=True)
        return False
    return True


def _in_full(interview: Interview) -> list[str]:
    """The answers themselves, as a case file holds them, where no file could."""
    from knowledge.loader import write_yaml

    return [interview.say("ask-not-kept"), write_yaml(interview.kept)]


def _is_there(broken_off: bool) -> bool:
    """Whether somebody sits at a terminal who can still be asked."""
    return not broken_off and sys.stdin.isatty() and sys.stdout.isatty()


def _kept_now(interview: Interview) -> list[str]:
    """What to say after the person was asked whether to keep the answers; no file that is there already is written over."""
    try:
        while (name := input(interview.say("ask-keep")).strip()) and not interview.declines(name):
            if interview.names_nothing(name):
                click.echo(interview.say("ask-keep-name"), err=True)
            elif not Path(name).exists():
                save(interview.kept, Path(name))
                return _file_lines(interview, name)
            else:
                click.echo(interview.say("ask-keep-there", file=name), err=True)
    except (KeyboardInterrupt, EOFError, click.Abort):
        click.echo(err=True)
    except OSError as error:
        return [words_for(error), *_in_full(interview)]
    return [interview.say("ask-not-kept")]


def _not_kept(interview: Interview) -> str:
    return interview.say("ask-not-kept-here", command=called())


def _file_lines(interview: Interview, file: str) -> list[str]:
    """Commands that can be pasted, for the file of the answers."""
    return interview.say("ask-saved", command=called(), file=shlex.quote(file), step=_step(interview)).splitlines()


def _session_lines(interview: Interview, name: str) -> list[str]:
    return interview.say("session-saved", command=called(), name=shlex.quote(name)).splitlines()


def _step(interview: Interview) -> str:
    """The step that “why” is shown for; without any, a channel."""
    plan = interview.advice.plan
    return plan.steps[0].action if plan.steps else next(iter(plan.channels))
