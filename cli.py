"""The one entry: what is typed → the command that is meant, and what became of it → the exit code. No decision is taken here.

Exit codes: 0 done; 1 knowledge or internal error; 2 bad usage or bad input; 3 not enough answers for any advice.
"""

from __future__ import annotations

import gc

gc.set_threshold(100_000, 20, 20)  # a command lives shortly, and what it loads is no garbage

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

import commands
from commands.shared import BROKEN, COMPLETE, DONE, MISUSED, called, is_text, let_go, prepare, usage_words, words_for
from commands.shared.process import as_process
from knowledge.errors import CaseError, RecourseError, RenderError

__all__ = ["main", "run"]


FIRST = "ask"
"""what is meant where no command is named"""
NO_TEXT = "命令里有不是文字的字节（半个字符或别的编码） · The command holds bytes that are no text (half a character, another encoding)"
OURS = "程序自己出了错，请把这一行报告给我们 · The program itself failed; please report this line"


class Commands(click.Group):
    """The commands of every module in `commands/`. One is looked for in the module of its name first, so that few are read."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """As click does it, but faults are told in both languages, arguments are text, and nothing ends in a traceback."""
        prepare()
        given = list(sys.argv[1:] if args is None else args)
        if not all(map(is_text, given)):
            _end(NO_TEXT, MISUSED)
        settings = {"prog_name": called(), "complete_var": COMPLETE, **extra, "standalone_mode": False}
        try:
            code = super().main(given, *rest, **settings)
            sys.stdout.flush()
        except BrokenPipeError:
            let_go()
            code = DONE
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else called()
            _end(f"用法不对 · Bad usage: {usage_words(error)}\n帮助 · Help: {path} --help", MISUSED)
        except click.ClickException as error:
            _end(error.format_message(), MISUSED)
        except click.Abort:
            sys.exit(BROKEN)
        except OSError as error:
            _end(words_for(error), MISUSED)
        sys.exit(code or DONE)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command the questionnaire is meant, with the options that are given."""
        own = {option for param in self.get_params(ctx) for option in param.opts}
        named = args and (not args[0].startswith("-") or args[0] in own)
        return super().parse_args(ctx, args if named or ctx.resilient_parsing else [FIRST, *args])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with what it does, in both languages."""
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        wide = max(map(len, found)) + 2
        with formatter.section("命令 · Commands"):
            for name, command in found.items():
                lines = command.get_short_help_str(1000).splitlines() if command else []
                for label, line in zip((name, *("" for _ in lines)), lines, strict=False):
                    formatter.write(f"  {label:<{wide}}{line}\n")

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click gives it
        return sorted(name for family in _families() for name in _commands_of(family))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        nearest_first = sorted(_families(), key=lambda family: family != cmd_name)
        return next((found for family in nearest_first if (found := _commands_of(family).get(cmd_name))), None)

    def invoke(self, ctx: click.Context) -> Any:
        """Turns every error into a message on stderr and its exit code, in the language that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            let_go()
            return DONE
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            _end(words_for(error), MISUSED)
        except (CaseError, RenderError) as error:
            _end(words_for(error), MISUSED)
        except RecourseError as error:
            _end(words_for(error), BROKEN)
        except Exception as error:
            _end(f"{OURS}: {_place(error)}", BROKEN)


def _end(message: str, code: int) -> NoReturn:
    """Says why, where somebody still listens, and ends."""
    with suppress(OSError):
        click.echo(message, err=True)
    try:
        sys.stdout.flush()
    except OSError:
        let_go()
    sys.exit(code)


def _place(error: Exception) -> str:
    """What failed and where, without what anybody told: the line is to be handed on."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _families() -> list[str]:
    """The modules of `commands/`, without its folders."""
    return [file.stem for place in commands.__path__ for file in Path(place).glob("[a-z]*.py")]


def _commands_of(family: str) -> dict[str, click.Command]:
    module = import_module(f"commands.{family}")
    found: list[click.Command] = [getattr(module, name) for name in module.__all__]
    return {str(command.name): command for command in found}


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        import tomllib

        project = tomllib.loads(Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8"))
        click.echo(f"recourse {project['project']['version']}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"\b\n不带命令就开始提问 · Without a command the questions begin:\n  {called()}\n  {called()} --lang en",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="版本 · The version."
)
def main() -> None:
    """维权导航：数字钱包出了问题，先做什么、再做什么、最晚哪天、依据是什么。

    Recourse: what to do next about a digital-wallet problem in China, in which order, by when, on what law.
    """


def run() -> None:
    """The program as a process of its own."""
    as_process(main)


if __name__ == "__main__":
    run()
