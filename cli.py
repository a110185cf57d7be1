"""The one entry: what is typed → the command that is meant, and what became of it → the exit code. No decision is taken here.

Exit codes: 0 done; 1 knowledge or internal error; 2 bad usage or bad input; 3 not enough answers for any advice.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

import click

import commands
from commands.shared import BROKEN, DONE, MISUSED, is_text, let_go, prepare, words_for
from knowledge.errors import CaseError, RecourseError
from knowledge.models import Text

__all__ = ["main"]

NO_TEXT = Text(
    zh="命令里有不是文字的字节（半个字符或别的编码）",
    en="the command holds bytes that are no text (half a character, another encoding)",
)
OURS = Text(zh="程序自己出了错，请把这一行报告给我们", en="the program itself failed; please report this line")


class Commands(click.Group):
    """The commands of every module in `commands/`. One is looked for in the module of its name first, so that few are read."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click gives it
        return sorted(name for family in _families() for name in _commands_of(family))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        nearest_first = sorted(_families(), key=lambda family: family != cmd_name)
        return next((found for family in nearest_first if (found := _commands_of(family).get(cmd_name))), None)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Prepares the streams; refuses arguments that are no text; never a traceback."""
        prepare()
        given = list(sys.argv[1:] if args is None else args)
        try:
            if not all(map(is_text, given)):
                _end(f"{NO_TEXT.en} / {NO_TEXT.zh}", MISUSED)
            return super().main(given, *rest, **extra)
        except OSError as error:
            _end(words_for(error), MISUSED)

    def invoke(self, ctx: click.Context) -> Any:
        """Turns every error into a message on stderr and its exit code."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            let_go()
            sys.exit(DONE)
        except (CaseError, OSError) as error:
            _end(words_for(error), MISUSED)
        except RecourseError as error:
            _end(words_for(error), BROKEN)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            _end(f"{OURS.en} / {OURS.zh}: {type(error).__name__}: {error}", BROKEN)
        sys.exit(code or DONE)


def _end(message: str, code: int) -> NoReturn:
    """Says why, where somebody still listens, and ends."""
    with suppress(OSError):
        click.echo(message, err=True)
    try:
        sys.stdout.flush()
    except OSError:
        let_go()
    sys.exit(code)


def _families() -> list[str]:
    """The modules of `commands/`, without its folders."""
    return [module.name for module in iter_modules(commands.__path__) if not module.ispkg]


def _commands_of(family: str) -> dict[str, click.Command]:
    module = import_module(f"commands.{family}")
    found: list[click.Command] = [getattr(module, name) for name in module.__all__]
    return {str(command.name): command for command in found}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Recourse 维权导航: what to do next about a digital-wallet problem in China, in which order, by when, on what law."""


if __name__ == "__main__":
    main()
