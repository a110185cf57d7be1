"""A shell → the script by which it completes what is typed."""

from __future__ import annotations

import click

from commands.shared import COMPLETE, explained, tell

__all__ = ["completion"]

SHELLS = ("bash", "zsh", "fish")


@explained("让命令行按 Tab 补全。")
@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """The script by which a shell completes commands and options. Put it into the start-up file of the shell.

    recourse completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found
    return tell([found(context.find_root().command, {}, "recourse", COMPLETE).source()])
