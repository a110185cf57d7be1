"""The one entry: what is typed → the command that is meant, and what became of it → the exit code. No decision is taken here.

Exit codes: 0 done; 1 knowledge or internal error; 2 bad usage or bad input; 3 not enough answers for any advice.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

import commands
from commands.shared import BROKEN, DONE, MISUSED
from knowledge.errors import CaseError, RecourseError, RenderError

__all__ = ["main"]


class Commands(click.Group):
    """The commands of every module in `commands/`. One is looked for in the module of its name first, so that few are read."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click gives it
        return sorted(name for family in _families() for name in _commands_of(family))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        nearest_first = sorted(_families(), key=lambda family: family != cmd_name)
        return next((found for family in nearest_first if (found := _commands_of(family).get(cmd_name))), None)

    def invoke(self, ctx: click.Context) -> Any:
        """Turns every error of ours into a message on stderr and its exit code; never a traceback."""
        try:
            code = super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(DONE)
        except (CaseError, RenderError, OSError, UnicodeDecodeError) as error:
            click.echo(f"{error}", err=True)
            sys.exit(MISUSED)
        except RecourseError as error:
            click.echo(f"{error}", err=True)
            sys.exit(BROKEN)
        sys.exit(code or DONE)


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
