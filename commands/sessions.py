"""The questionnaires saved on this machine → a list, a case file, none any more."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import DONE, explained, lang_option, load_adviser, save, tell
from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from knowledge.models import Lang
    from storage import Sessions

__all__ = ["sessions"]


@explained("本机存着的问答：列出、导出、删除。")
@click.group(invoke_without_command=True)
@lang_option
@click.pass_context
def sessions(context: click.Context, lang: Lang) -> int:
    """The questionnaires saved on this machine: list, export, delete.

    recourse sessions
    """
    if context.invoked_subcommand is not None:
        return DONE
    from documents.sessions_text import session_lines

    adviser = load_adviser()
    return tell(session_lines(saved_sessions(adviser).all(), adviser.knowledge, lang))


@explained("把存着的问答导出成案件文件。")
@sessions.command("export")
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="写进这个文件，默认打印出来 · Write it to this file; default: standard output.",
)
def export_session(name: str, output: str | None) -> int:
    """A saved questionnaire as a case file.

    recourse sessions export NAME -o case.yaml
    """
    from knowledge.loader import write_yaml

    found = saved_sessions(load_adviser()).get(name)
    if output is None:
        click.echo(write_yaml(found.data), nl=False)
    else:
        save(found.data, Path(output))
    return DONE


@explained("删除存着的问答。")
@sessions.command("delete")
@click.argument("names", nargs=-1, required=True)
@lang_option
def delete_sessions(names: tuple[str, ...], lang: Lang) -> int:
    """Deletes saved questionnaires.

    recourse sessions delete NAME
    """
    adviser = load_adviser()
    saved = saved_sessions(adviser)
    faults: list[Fault] = []
    for name in names:
        try:
            saved.delete(name)
            click.echo(adviser.knowledge.wording["sessions-deleted"].told(lang, name=name))
        except CaseError as error:
            faults += error.faults
    if faults:
        raise CaseError(faults)
    return DONE


def saved_sessions(adviser: Adviser) -> Sessions:
    """Those that are kept on this machine."""
    from storage import Sessions

    return Sessions(sessions_folder(), adviser.knowledge)


def sessions_folder() -> Path:
    """In the folder that RECOURSE_HOME names, else in the system's own place for such."""
    return Path(os.environ.get("RECOURSE_HOME") or click.get_app_dir("recourse")) / "sessions"
