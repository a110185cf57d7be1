"""A text and this machine → whether the text has Chinese characters, and a font that has them too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

__all__ = ["find_font", "has_fonts", "is_packaged", "needs_chinese"]

CHINESE = re.compile(r"[\u3400-\u9fff]")
SHOWN_BY_POINTER = re.compile(r'\w*tooltip="(?:[^"\\]|\\.)*"|<title>.*?</title>|xlink:title="[^"]*"', re.DOTALL)
"""tips: in DOT and in SVG"""
PACKAGE = "paperang_p2_fonts_cjk"
"""holds WenQuanYi Micro Hei"""
FOLDERS = (
    Path("~/.local/share/fonts"), Path("~/.fonts"), Path("~/Library/Fonts"), Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"), Path("/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)  # fmt: skip
NAMES = re.compile(
    r"(cjk|han-?sans|wqy|microhei|zenhei|msyh|simhei|simsun|pingfang|heiti|songti|droidsansfallback)", re.IGNORECASE
)


def needs_chinese(text: str) -> bool:
    """Whether DOT or SVG draws Chinese characters; what only a pointer shows is not drawn."""
    return CHINESE.search(SHOWN_BY_POINTER.sub("", text)) is not None


def has_fonts() -> bool:
    """Whether this machine has any font at all."""
    return any(True for folder in FOLDERS for _ in folder.expanduser().glob("**/*.[ot]t[cf]"))


def find_font() -> Path | None:
    """A font file with Chinese characters: one of this machine's, else the one that came with us."""
    return next(iter([*_of_the_machine(), *_packaged()]), None)


def is_packaged(font: Path) -> bool:
    """Whether only we know of the font, so that programs that look fonts up themselves do not find it."""
    return font in _packaged()


def _of_the_machine() -> Iterator[Path]:
    """What fontconfig names, else what is called like a Chinese font."""
    yield from _by_fontconfig()
    for folder in FOLDERS:
        yield from _in_folder(folder.expanduser())


def _packaged() -> list[Path]:
    found = find_spec(PACKAGE)
    return [
        path
        for folder in (found.submodule_search_locations or () if found else ())
        for path in _in_folder(Path(folder))
    ]


def _by_fontconfig() -> Iterator[Path]:
    program = shutil.which("fc-list")
    if program is None:
        return
    listed = subprocess.run(  # noqa: S603 a fixed command, no input of anybody's
        [program, ":lang=zh-cn", "--format", "%{file}\n"], capture_output=True, text=True, check=False
    )
    yield from (Path(line) for line in sorted(listed.stdout.splitlines()) if line.endswith((".ttf", ".ttc", ".otf")))


def _in_folder(folder: Path) -> Iterator[Path]:
    for pattern in ("*.[ot]t[cf]", "*/*.[ot]t[cf]", "*/*/*.[ot]t[cf]"):
        yield from (path for path in sorted(folder.glob(pattern)) if NAMES.search(path.name))
