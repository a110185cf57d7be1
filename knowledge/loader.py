"""YAML files → plain data with the line of every value. Every scalar stays a string; duplicate keys are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import Fault, KnowledgeError
from knowledge.frozen import Frozen, field
from knowledge.models import Text
from knowledge.stamps import texts_below

__all__ = [
    "DEPTH", "LIMIT", "NESTED", "TOO_LARGE", "TWICE", "UNREADABLE",
    "Document", "Files", "TooDeepError", "parse_files", "parse_yaml", "read_files", "write_yaml",
]  # fmt: skip

Where = tuple[str | int, ...]
LIMIT = 1_000_000
DEPTH = 40
TOO_LARGE = Text(zh=f"太大：最多读 {LIMIT:,} 个字符", en=f"too large: at most {LIMIT:,} characters are read")
NESTED = Text(zh=f"嵌套超过 {DEPTH} 层", en=f"nested more than {DEPTH} deep")
NO_ALIASES = Text(zh="这里不用别名（*name）", en="aliases (*name) are not used here")
TWICE = Text(zh="“{key}”写了两次", en="the key “{key}” stands twice")
UNREADABLE = Text(zh="读不懂：{problem}", en="cannot be read: {problem}")
PROBLEMS = {
    "mapping values are not allowed": "这里不能再有冒号；文字里有冒号的，两头加引号",
    "did not find expected key": "这里应当是一个键；看看缩进、引号和括号",
    "did not find expected ',' or '}'": "花括号里缺逗号，或者没有收尾的 }",
    "did not find expected ',' or ']'": "方括号里缺逗号，或者没有收尾的 ]",
    "could not find expected ':'": "键的后面缺冒号",
    "found character that cannot start any token": "有不能放在开头的字符（制表符、@、`）；文字两头加引号",
    "found a tab character": "缩进里有制表符，请改成空格",
    "found unexpected end of stream": "引号没有收尾",
    "did not find expected '-' indicator": "列表的缩进不齐",
    "block sequence entries are not allowed": "这里不能写列表项（-）",
    "did not find expected <document start>": "正文以外还有别的内容",
    "found unexpected document indicator": "引号里夹着 --- 或 ...",
    "control characters are not allowed": "里面有看不见的控制字符",
    "found unknown escape character": "引号里的反斜杠不认识，请改用单引号",
    "did not find expected node content": "括号里缺内容",
    "did not find URI escape": "标签（!）写得不对，这里不用标签",
    "but found another document": "只能有一份内容（多了 ---）",
}
"""the library's words, as they begin → what a reader of Chinese is told"""


class Document(Frozen):
    """One parsed file: its data (None when it could not be read), where each value stands, and what was wrong."""

    name: str
    data: Any
    lines: dict[Where, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def line_of(self, path: Where) -> int:
        """The line of the value at `path`, or of the nearest value around it; 0 where no line is known."""
        if not self.lines:
            return 0
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Where, message: str) -> Fault:
        return Fault(self.name, self.line_of(path), message)


def parse_yaml(text: str, name: str) -> Document:
    """Reads one YAML (or JSON) document. Never raises: what is wrong stands in `faults`."""
    if len(text) > LIMIT:
        return Document(name, None, {}, (Fault.told(name, TOO_LARGE),))
    try:
        _refuse_depth(text)
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, TooDeepError) as error:
        return Document(name, None, {}, (Fault.told(name, _message(error), line=_line(error)),))
    lines: dict[Where, int] = {}
    faults: list[Fault] = []
    data = _build(node, (), lines, faults, name) if node is not None else None
    return Document(name, data, lines, tuple(faults))


class TooDeepError(ValueError):
    """Nested too deeply, or an alias that could be expanded without end."""

    def __init__(self, message: Text, line: int) -> None:
        super().__init__(message.en)
        self.message, self.line = message, line


def _refuse_depth(text: str) -> None:
    """The composer recurses in C and aliases multiply, so both are refused on the flat stream of events."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent):
            raise TooDeepError(NO_ALIASES, _mark(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH:
            raise TooDeepError(NESTED, _mark(event))


def _mark(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=yaml.CBaseLoader)


def _build(node: Any, path: Where, lines: dict[Where, int], faults: list[Fault], name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                faults.append(Fault.told(name, TWICE.filled(key=key[:60]), line=key_node.start_mark.line + 1))
            result[key] = _build(value_node, (*path, key), lines, faults, name)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, index), lines, faults, name) for index, item in enumerate(node.value)]
    return node.value


def _line(error: Exception) -> int:
    if isinstance(error, TooDeepError):
        return error.line
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _message(error: Exception) -> Text:
    if isinstance(error, TooDeepError):
        return error.message
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0])
    zh = next((told for begins, told in PROBLEMS.items() if problem.startswith(begins)), problem)
    return Text(zh=UNREADABLE.told("zh", problem=zh), en=UNREADABLE.told("en", problem=problem))


class Files(Frozen):
    """Parsed files by name (relative to the root), and a way to tell the line of a value."""

    data: Mapping[str, Any]
    lines: Mapping[str, Mapping[str, int]]
    """the lines of the records only; those inside a record are looked up when a fault asks for one"""
    root: Path

    def fault(self, name: str, path: Iterable[str | int], message: str) -> Fault:
        """A fault at the value that `path` leads to, or at the nearest value around it."""
        parts = [str(part) for part in path]
        known = self.lines[name] if len(parts) <= 1 else self._all_lines(name)
        while parts and "/".join(parts) not in known:
            parts.pop()
        return Fault(name, known.get("/".join(parts), 1), message)

    def _all_lines(self, name: str) -> Mapping[str, int]:
        document = parse_yaml((self.root / name).read_text(encoding="utf-8"), name)
        return _line_table(document, 99)


def read_files(root: Path) -> Files:
    """Every YAML file below `root`. Raises KnowledgeError when one cannot be read."""
    return parse_files(texts_below(root), root)


def _line_table(document: Document, depth: int) -> dict[str, int]:
    return {"/".join(map(str, path)): line for path, line in document.lines.items() if len(path) <= depth}


def parse_files(texts: Mapping[str, bytes], root: Path) -> Files:
    """The files of `root`, by their names. Raises KnowledgeError when there is none, or when one cannot be read."""
    if not texts:
        raise KnowledgeError([Fault(str(root), 0, "holds no knowledge files")])
    data: dict[str, Any] = {}
    lines: dict[str, dict[str, int]] = {}
    faults: list[Fault] = []
    for name, raw in texts.items():
        try:
            document = parse_yaml(raw.decode("utf-8"), name)
        except UnicodeDecodeError as error:
            faults.append(Fault(name, raw[: error.start].count(b"\n") + 1, "is not UTF-8 text"))
            continue
        faults += document.faults
        if document.data is None and not document.faults:
            faults.append(Fault(name, 1, "is empty"))
        data[name] = document.data
        lines[name] = _line_table(document, 1)
    if faults:
        raise KnowledgeError(faults)
    return Files(data, lines, root)


def write_yaml(data: Mapping[str, Any]) -> str:
    """Plain data as YAML that a person can read and edit, keys in their order."""
    return str(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120))
