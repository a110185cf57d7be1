"""What people and programs may hand in, spoiled: told cases and files of ours with pieces dropped, doubled, swapped, replaced."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from knowledge.library import ROOT as KNOWLEDGE
from knowledge.loader import write_yaml
from rules.library import ROOT as RULES
from tests.casebook import CASES, adviser, read_cases

__all__ = ["bodies", "case_texts", "command_lines", "days", "knowledge_files", "references", "sums", "tables"]

HOSTILE = (
    "\0", "\u202e", "\ufeff", "\u2028", "\x85", "\r", "\t", "\ud7ff", "💸", "：", "“", "'", '"', "\\", "{", "}", "[", "]", "- ", ": ",
    "#", "&a", "*a", "!!python/name:os.system", "---\n", "...\n", "| ", "> ", "null", "~", "unknown", "不知道", "NaN", "Infinity",
    "-1", "0", "1e999", "0x10", "9" * 45, "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-22T07:30:00+08:00", "days_ago: 12",
    "as_of", "attempts", "issue", "provider", "=@", "=1+1", "../../etc", "%s", "{0}", "{amount}", "\n", "\r\n", "　", "①", "²", "Ⅷ", "〇", "½",
)  # fmt: skip
DAY_PARTS = (
    "昨", "前", "上", "下", "个", "周", "星期", "月", "年", "日", "号", "天", "前", "初", "底", "半", "多", "十一", "廿", "三", "12", "31", "2026",
    "last ", "next ", "ago", " two ", "weeks ", "Monday ", "Nov ", "4th ", "yesterday", "-", "/", ".", " ", "春节", "国庆",
)  # fmt: skip
SUM_PARTS = (
    "一",
    "二",
    "两",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "零",
    "半",
    "多",
    "块",
    "元",
    "角",
    "分",
    "毛",
    "¥",
    "RMB ",
    "k",
    "w",
    ".",
    ",",
    "，",
    "约",
    "about ",
    "1",
    "20",
    "5",
    "-",
    "e",
)
REF_PARTS = ("/", "(", ")", "-", ".", "1", "15", "253", "notice", "§", "第", "条", "款", " ", "十五")


@cache
def told() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(json.dumps(entry["case"], default=str)) for entry in read_cases(CASES))


@st.composite
def spoiled(draw: st.DrawFn, text: str, most: int = 6) -> str:
    """The text with up to so many pieces changed."""
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 5, 20, 200])))
        piece = text[start:end]
        new = draw(st.sampled_from(["", piece * 2, piece * 40, piece[::-1], *HOSTILE]) | st.text(max_size=8))
        text = text[:start] + new + text[end:]
    return text


def case_texts() -> st.SearchStrategy[bytes]:
    """Case files in YAML or JSON, in UTF-8 or not, and bytes that are neither."""
    dumped = st.sampled_from(told()).flatmap(
        lambda case: st.sampled_from([write_yaml(case), json.dumps(case, ensure_ascii=False)])
    )
    texts = dumped.flatmap(spoiled)
    encodings = st.sampled_from(["utf-8"] * 12 + ["utf-16", "gb18030", "utf-8-sig"])
    return st.binary(max_size=400) | st.builds(lambda text, way: text.encode(way, "replace"), texts, encodings)


@cache
def files() -> dict[str, str]:
    """Every file of knowledge and rules by its folder and name."""
    return {
        f"{root.name}/{path.relative_to(root).as_posix()}": path.read_text(encoding="utf-8")
        for root in (KNOWLEDGE, RULES)
        for path in sorted(root.rglob("*.yaml"))
    }


def knowledge_files() -> st.SearchStrategy[tuple[str, str]]:
    """One of our own files, and what stands in it once it is spoiled."""
    return st.sampled_from(sorted(files())).flatmap(lambda name: st.tuples(st.just(name), spoiled(files()[name], 3)))


def _of(parts: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts) | st.sampled_from(HOSTILE) | st.text(max_size=3), max_size=10).map("".join)


def days() -> st.SearchStrategy[str]:
    return _of(DAY_PARTS)


def sums() -> st.SearchStrategy[str]:
    return _of(SUM_PARTS)


def references() -> st.SearchStrategy[str]:
    """Citations of the files, spoiled, and what looks like one."""
    known = [
        f"{statute.id}/{article.at}"
        for statute in adviser().knowledge.statutes.values()
        for article in statute.articles
    ]
    return st.sampled_from(known).flatmap(lambda ref: spoiled(ref, 2)) | _of(
        (*REF_PARTS, *adviser().knowledge.statutes)
    )


def tables() -> st.SearchStrategy[tuple[str, bytes]]:
    """Batches as lines or as a table, spoiled, with the ending of their name."""
    picked = st.lists(st.sampled_from(told()), min_size=1, max_size=4)
    lines = picked.map(lambda cases: "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases)).flatmap(
        spoiled
    )
    rows = picked.map(_as_csv).flatmap(spoiled)
    return (
        st.tuples(st.just("jsonl"), lines.map(_encoded))
        | st.tuples(st.just("csv"), rows.map(_encoded))
        | st.tuples(st.sampled_from(["jsonl", "csv", "parquet"]), st.binary(max_size=300))
    )


def _as_csv(cases: list[dict[str, Any]]) -> str:
    flat = [{key: value for key, value in case.items() if not isinstance(value, (list, dict))} for case in cases]
    columns = list(dict.fromkeys(key for case in flat for key in case))
    return "\n".join([",".join(columns), *(",".join(f'"{case.get(key, "")}"' for key in columns) for case in flat)])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def json_values() -> st.SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(HOSTILE)
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    )


def bodies(names: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """What a program sends: a told case with these members, of any kind, and the whole of it spoiled or not."""
    ids = st.sampled_from(
        [*adviser().knowledge.actions, *adviser().knowledge.channels, "court", "zh", "en", "svg", "pdf", "md"]
    )
    values = ids | json_values() | st.lists(ids, max_size=3) | st.sampled_from(told())
    whole = st.fixed_dictionaries(
        {"case": st.sampled_from(told()) | json_values()}, optional={name: values for name in names if name != "case"}
    )
    texts = whole.map(lambda body: json.dumps(body, ensure_ascii=False))
    return st.one_of(texts.map(_encoded), texts.flatmap(spoiled).map(_encoded), st.binary(max_size=100))


def command_lines(options: dict[str, tuple[str, ...]]) -> st.SearchStrategy[list[str]]:
    """A command with options and words that it may or may not know. CASE stands for a case file, OUT for a file to be written."""
    knowledge = adviser().knowledge
    words = st.sampled_from(
        ["CASE", "CASE", "-", "OUT.svg", "OUT.md", "OUT.json", "OUT.ics", "OUT.docx", "OUT.xyz", "zh", "en", "2026-04-14", "2026-13-40", "escalation", "proof",
         "timeline", "ways", "rules", "load", "diff", "reach", "paths", "dominators", "dead-ends", "closes", "list", "export", "delete", "case", "plan", "batch",
         "issue=fraud", "provider=", "as_of=tomorrow", *knowledge.actions, *knowledge.channels, *knowledge.providers, *knowledge.statutes]
    )  # fmt: skip
    return st.sampled_from(sorted(options)).flatmap(
        lambda name: st.lists(
            words | st.sampled_from(options[name]) | references() | st.text(max_size=6), max_size=7
        ).map(lambda rest: [name, *rest])
    )
