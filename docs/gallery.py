"""docs/gallery/pictures.yaml → the gallery: an SVG for every entry, and README.md, which shows them all.

    python docs/gallery.py                 writes what is not current, removes what no entry names
    python docs/gallery.py --check         says what is not current; exit code 1 if anything is
    python docs/gallery.py --png FOLDER    also as PNG, to look at

The layout is that of the wasm build, which is the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent / "gallery"
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from diagrams import PICTURES, Order, Request  # noqa: E402 the line above makes them importable
from diagrams.formats import image_of, svg_of  # noqa: E402
from engine.adviser import Adviser, load_adviser  # noqa: E402
from engine.analysis import Side  # noqa: E402
from engine.case import Case  # noqa: E402
from knowledge.loader import parse_yaml  # noqa: E402
from knowledge.models import Lang, Text  # noqa: E402

__all__ = ["entries", "files", "stale"]

LIST, INDEX = HERE / "pictures.yaml", "README.md"
REAL = "tests/cases/real/real_cases.yaml"
DAY = date(2026, 11, 22)
"""Of every picture that names no other, so that the gallery does not grow old by itself"""
Entry = dict[str, str]


@dataclass(frozen=True)
class Part:
    """Pictures under one heading."""

    title: Entry
    about: Entry
    pictures: tuple[Entry, ...]


def files() -> Iterator[tuple[str, bytes]]:
    """The name and content of every file of the gallery but the list it is made from."""
    for part in entries():
        for entry in part.pictures:
            yield f"{entry['file']}.svg", svg_of(_order(entry).picture())
    yield INDEX, "\n".join(_index()).encode()


def stale() -> list[str]:
    """The files that are not there, are not what they should be, or that no entry names."""
    wanted = dict(files())
    kept = {path.name for path in HERE.iterdir()} - {LIST.name}
    changed = [name for name, data in wanted.items() if name not in kept or (HERE / name).read_bytes() != data]
    return [*changed, *sorted(kept - wanted.keys())]


@cache
def entries() -> tuple[Part, ...]:
    """The list, part by part."""
    document = parse_yaml(LIST.read_text(encoding="utf-8"), LIST.name)
    assert not document.faults, document.faults
    return tuple(Part(part["title"], part["about"], tuple(part["pictures"])) for part in document.data)


@cache
def _adviser() -> Adviser:
    return load_adviser()


def _order(entry: Entry) -> Order:
    """The entry's keys are the options of `recourse draw`; a case is a file, or the id of a real case."""
    adviser = _adviser()
    case = adviser.advise(_case(entry["case"])) if "case" in entry else None
    request = Request(
        day=case.case.as_of if case else date.fromisoformat(entry.get("on", str(DAY))),
        lang=_lang(entry),
        advice=case,
        cases=tuple(map(_case, _real())) if "cases" in entry else (),
        name=entry.get("name"),
        provider=entry.get("provider"),
        issue=entry.get("issue"),
        start=entry.get("from"),
        to=entry.get("to"),
        levels=tuple(entry.get("level", "").split()),
        between=_sides(entry["between"]) if "between" in entry else None,
        by=entry.get("by"),
    )
    return Order(PICTURES[entry["draw"]], adviser, request)


def _lang(entry: Entry) -> Lang:
    return "en" if entry.get("lang") == "en" else "zh"


def _case(name: str) -> Case:
    if name in _real():
        return _adviser().read(_real()[name], DAY)
    return _adviser().read(parse_yaml((ROOT / name).read_text(encoding="utf-8"), name).data, DAY)


@cache
def _real() -> dict[str, object]:
    document = parse_yaml((ROOT / REAL).read_text(encoding="utf-8"), REAL)
    return {item["id"]: item["case"] for item in document.data}


def _sides(names: str) -> tuple[Side, Side]:
    before, after = (_side(name) for name in names.split())
    return before, after


def _side(name: str) -> Side:
    provider = _adviser().knowledge.providers.get(name)
    if provider:
        return Side(provider.name, _adviser(), DAY, name)
    return Side(Text(zh=name, en=name), _adviser(), date.fromisoformat(name))


def _index() -> Iterator[str]:
    yield "# 图集 · Gallery"
    yield ""
    yield "由 [pictures.yaml](pictures.yaml) 生成，请勿手改：`python docs/gallery.py`。点图可放大，指针停在方框上有说明。  "
    yield "Made from [pictures.yaml](pictures.yaml), not by hand: `python docs/gallery.py`. A picture opens larger; a pointer that rests on a box shows more."
    for part in entries():
        yield from ("", f"## {part.title['zh']} · {part.title['en']}", "", f"{part.about['zh']}  ", part.about["en"])
        for entry in part.pictures:
            yield from ("", f"**{entry['zh']}**  ", f"{entry['en']}  ", f"{_told(entry)}", "")
            yield f"[![{entry['zh']}]({entry['file']}.svg)]({entry['file']}.svg)"
    yield ""


def _told(entry: Entry) -> str:
    """The command that draws it; of a real case also from where its file is taken."""
    case, real = entry.get("case", ""), entry.get("case") in _real()
    given = {**entry, "case": f"{case}.yaml"} if real else entry
    wishes = [f"--{key} {given[key]}" for key in ("case", "cases", "by", "between", "provider", "issue", "from", "to", "on", "lang") if key in given]  # fmt: skip
    wishes += [f"--level {level}" for level in entry.get("level", "").split()]
    command = " ".join(["recourse draw", entry["draw"], *([entry["name"]] if "name" in entry else []), *wishes])
    told = f"`{command} -o {entry['file']}.svg`"
    kept = f"`{case}.yaml`：[{case}](../../{REAL}) 的 `case` 另存的文件 · its `case`, kept as a file"
    return f"{told}（{kept}）" if real else told


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--check", action="store_true", help="only say what is not current")
    options.add_argument("--png", type=Path, metavar="FOLDER", help="also write every picture as PNG")
    asked = options.parse_args()
    names = stale()
    print("\n".join(names))
    if asked.check:
        return bool(names)
    for name, data in files():
        (HERE / name).write_bytes(data)
    for name in set(names) - {name for name, _ in files()}:
        (HERE / name).unlink()
    if asked.png:
        for part in entries():
            for entry in part.pictures:
                (asked.png / f"{entry['file']}.png").write_bytes(image_of(_order(entry).picture(), "png"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
