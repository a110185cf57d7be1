"""The page on this machine; the same knowledge for assistants."""

from __future__ import annotations

from contextlib import suppress

import click

from commands.sessions import sessions_folder
from commands.shared import DONE, explained

__all__ = ["mcp", "serve"]

LOCAL = "127.0.0.1"
PORT = 8316


@explained("在这台电脑上打开网页，一问一答，看方案。")
@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="端口，0 任选 · 0: any that is free."
)
@click.option("--open/--no-open", "show", default=True, help="打开浏览器 · Open the browser.")
@click.option(
    "--rooms",
    type=click.IntRange(0, 64),
    help="几个进程，默认按处理器 · Processes; default: one a processor, two at most.",
)
def serve(port: int, show: bool, rooms: int | None) -> int:
    """The page: questions, the plan, the map of channels, and the interface for programs. Reached from this machine only.

    recourse serve
    """
    import os

    from web import serve_page

    def ready(address: str) -> None:
        click.echo(f"维权导航 · Recourse: {address}\n按 Ctrl-C 结束 · Ctrl-C ends it")
        if show:
            click.launch(address)

    with suppress(KeyboardInterrupt):
        serve_page(LOCAL, port, min(2, os.cpu_count() or 1) if rooms is None else rooms, sessions_folder(), ready)
    return DONE


@explained("给 AI 助手用的接口（MCP，标准输入输出）。")
@click.command()
def mcp() -> int:
    """The same advice for an AI assistant. A server of the Model Context Protocol on standard input and output.

    recourse mcp
    """
    from web.assistant import make_assistant

    make_assistant().run("stdio")
    return DONE
