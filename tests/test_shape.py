"""One description of what goes in: the JSON Schema of a case and the reader agree, both ways; and every JSON that comes out fits its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cli import main
from commands.schema import WHAT
from diagrams import PICTURES
from diagrams.formats import picture_schemas
from documents.schemas import DOCUMENTS, document_schema
from engine.case import case_schema, read_case
from engine.schema import OUTPUTS, output_schema
from knowledge.errors import CaseError, Fault
from knowledge.handed_in import read_document
from tests.casebook import TODAY, adviser
from tests.strategies import case_files
from tests.test_case_input import BAD
from tests.test_cli import EXAMPLE, ROOT

K = adviser().knowledge
SCHEMA = json.loads(json.dumps(case_schema(K)), parse_float=Decimal)
FIELDS: dict[str, Any] = SCHEMA["properties"]
MEANING = {
    "future",
    "too-early",
    "too-late",
    "wallet-too-early",
    "before-incident",
    "answered-early",
    "contradiction",
    "spoken-day",
}
"""faults that no shape can say: days in the wrong order, answers that cannot all be true"""

SIGNS = st.characters(exclude_categories=["Cs"])
FEW = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@cache
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(case_schema(K))
    return Draft202012Validator(SCHEMA)


def exact(data: Any) -> Any:
    """The document as a program sends it: its JSON read as the program reads it, every number as it is written."""
    text = json.dumps(data, default=lambda number: float(number))
    found = read_document(text.encode(), "case.json", K.wording)
    assert not found.faults, found.faults
    return found.data


def fits(data: Any) -> bool:
    return bool(validator().is_valid(_counted(data)))


def _counted(data: Any) -> Any:
    """With 12.0 as 12, which the library does not take for a whole number where it is a Decimal."""
    if isinstance(data, dict):
        return {key: _counted(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_counted(value) for value in data]
    return int(data) if isinstance(data, Decimal) and data == data.to_integral_value() else data


def faults(data: Any) -> tuple[Fault, ...]:
    try:
        read_case(data, K, TODAY)
    except CaseError as error:
        return error.faults
    return ()


def agree(data: Any) -> None:
    """What fits the schema has no fault but of meaning; what has no fault, or only of meaning, fits the schema."""
    wrong = [fault for fault in faults(data) if fault.kind not in MEANING]
    assert fits(data) is (not wrong), (
        data,
        wrong,
        [error.message[:200] for error in validator().iter_errors(_counted(data))],
    )


def drawn_from(schema: Any) -> st.SearchStrategy[Any]:
    """What this part of the schema allows, drawn from the schema itself."""
    match schema:
        case {"anyOf": parts}:
            return st.one_of([drawn_from(part) for part in parts])
        case {"enum": words}:
            return st.sampled_from(words)
        case {"type": "null"}:
            return st.none()
        case {"type": "integer", "minimum": least, "maximum": most}:
            return st.one_of(st.integers(least, most), st.integers(least, most).map(float))
        case {"type": "number", "exclusiveMaximum": most}:
            return st.one_of(st.integers(0, most - 1), st.integers(0, 10**9).map(lambda fen: fen / 100))
        case {"type": "string", "pattern": pattern}:
            return st.from_regex(pattern.removesuffix("$") + r"\Z", alphabet=SIGNS).map(
                lambda text: text[: schema.get("maxLength")]
            )
        case {"type": "object", "properties": properties, "required": needed}:
            every = {name: drawn_from(part) for name, part in properties.items()}
            return st.fixed_dictionaries(
                {name: every[name] for name in needed},
                optional={name: part for name, part in every.items() if name not in needed},
            )
        case {"type": "array", "items": item}:
            return st.lists(drawn_from(item), max_size=2)
    raise AssertionError(schema)


@FEW
@given(st.data(), st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=4, unique=True))
def test_what_the_schema_allows_is_read(data: st.DataObject, names: list[str]) -> None:
    """Documents drawn from the schema itself are read without a fault of shape."""
    drawn = exact({name: data.draw(drawn_from(FIELDS[name]), label=name) for name in names})
    if fits(drawn):
        assert {fault.kind for fault in faults(drawn)} <= MEANING, faults(drawn)
    agree(drawn)


@FEW
@given(case_files)
def test_what_is_read_is_allowed_by_the_schema(data: dict[str, Any]) -> None:
    """Case files drawn from the vocabulary fit the schema."""
    agree(exact(data))


@pytest.mark.parametrize("data", [data for data, _ in BAD], ids=range(len(BAD)))
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses(data: Any) -> None:
    agree(exact(data))


TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "~", "?", "unknown", "NULL", "None", "none", "yes", "Yes", "yEs", "true", "0", "1", "是", "2026-02-30",
         "2026-11-3", "0000-01-01", "2024-02-29", "3,2", "3,200", "3,200.00 元", "CNY 3,200.00", "３２００", "1e3", "-1", "+1", "1.",
         ".5", "12:30", "2026-11-03T00:00", " alipay", "Alipay", "支付宝", "\u0000", "\u202e", "x" * 200, "x" * 201, "12", "99999",
         "100000", "٣"]
    ),
    st.text(max_size=6),
)  # fmt: skip
ODD = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS,
        st.sampled_from([0, 1, 12.0, 12.5, 3200.5, 0.1 + 0.2, 1e11, 1e12, -0.0, 99999, 100000, 10**30]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["days_ago", "channel", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)  # fmt: skip
CONTACT = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from(["police", "court", "polise", "", None]),
        "date": st.sampled_from(["2026-11-01", "", None, {"days_ago": 3}, {"days_ago": None}, "soon"]),
        "days_ago": st.sampled_from([3, "3", None, "~", -1, 3.0, 3.5]),
        "outcome": st.sampled_from(["refused", "pending", "unknown", "", None, "lost", "no_reply"]),
        "answered": st.sampled_from(["2026-11-02", None, "?", {"days_ago": "1"}, 7]),
        "reference": TEXTS,
        "action": st.sampled_from([*list(K.actions)[:2], "", None, "x"]),
        "other": st.none(),
    },
)


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([*sorted(FIELDS), "provider", "amount", "incident_date", "x"]), ODD, max_size=3))
def test_on_odd_values_both_say_the_same(data: dict[str, Any]) -> None:
    agree(exact(data))


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.lists(CONTACT, max_size=2), ODD))
def test_on_contacts_both_say_the_same(contacts: Any) -> None:
    agree(exact({"attempts": contacts}))


PROBES: list[tuple[Any, bool]] = [
    ({"amount": "3,200.00 元"}, True),
    ({"amount": "3,2"}, False),
    ({"amount": 3200.5}, True),
    ({"amount": 3200.555}, False),
    ({"amount": True}, False),
    ({"provider": "支付宝"}, True),
    ({"provider": None}, True),
    ({"provider": 7}, False),
    ({"money_at_risk": "是"}, True),
    ({"money_at_risk": True}, True),
    ({"money_at_risk": 1}, False),
    ({"days_ago": 12.0}, True),
    ({"days_ago": "12"}, True),
    ({"days_ago": -1}, False),
    ({"days_ago": 3, "incident_date": "2026-11-01"}, False),
    ({"days_ago": None, "incident_date": "2026-11-01"}, True),
    ({"incident_date": "2026-02-30"}, False),
    ({"incident_date": "昨天"}, True),
    ({"incident_date": "two weeks ago"}, True),
    ({"incident_date": "11月4日"}, True),
    ({"incident_date": "soon"}, False),
    ({"incident_date": {"days_ago": "3"}}, True),
    ({"attempts": None}, True),
    ({"attempts": [{"channel": "police", "outcome": "pending"}]}, True),
    ({"attempts": [{"channel": "police", "outcome": "pending", "date": "unknown"}]}, True),
    ({"attempts": [{"channel": "police", "outcome": "pending", "date": {"days_ago": None}}]}, True),
    ({"attempts": [{"channel": "police", "outcome": "refused", "answered": "2026-11-01", "days_ago": "?"}]}, True),
    ({"attempts": [{"channel": "police", "outcome": "pending", "date": "soon"}]}, False),
    ({"attempts": [{"channel": "police", "outcome": "pending", "date": "2026-11-01", "days_ago": 3}]}, False),
    ({"note": "x\u0007"}, False),
    ({"as_of": None}, True),
    ([], False),
]


@pytest.mark.parametrize(("data", "right"), PROBES, ids=range(len(PROBES)))
def test_probes(data: Any, right: bool) -> None:
    """What is right, and what is not, by the schema and by the reader."""
    data = exact(data)
    assert (fits(data), not faults(data)) == (right, right), faults(data)


def schema_of(what: str) -> dict[str, Any]:
    if what in DOCUMENTS:
        return document_schema(what)
    return picture_schemas()[what] if what in picture_schemas() else output_schema(what)


def printed() -> Iterator[tuple[str, list[str]]]:
    case = str(EXAMPLE)
    yield from (("plan", ["plan", path, "--json"]) for path in (case, "-"))
    yield from (("next", ["next", path, "--json"]) for path in (case, "-"))
    yield from (("why", ["why", case, name, "--json"]) for name in ("samr-12315", "complain-pboc"))
    yield "reach", ["what-if", case, "--reach", "arbitration", "--json"]
    yield "difference", ["what-if", case, "counterparty=none", "--json"]
    yield "trace", ["trace", case]
    yield from (
        ("analysis", ["graph", name, "--case", case, "--json"])
        for name in ("reach", "dominators", "dead-ends", "closes")
    )
    yield "sources", ["check", "--sources", "--json"]
    yield "coverage", ["check", "--coverage", "--json"]
    yield "proof", ["prove", "--guarantee", "limits-run-from-their-event", "--json"]
    yield "revision", ["diff", str(ROOT), str(ROOT), "--cases", str(ROOT / "tests/cases/elapsed.yaml"), "--json"]
    yield "analysis", ["graph", "paths", "provider-complaint", "court", "--json"]
    yield "analysis", ["graph", "load", case, "--json"]
    yield "analysis", ["graph", "diff", "2026-04-01", "2026-05-01", "--json"]
    yield "letter", ["letter", case, "complain-pboc", "--json"]
    yield "letters", ["letter", case, "--json"]
    yield from ((name, [name, case, "--json"]) for name in ("evidence", "calendar", "report"))


@pytest.mark.parametrize(("what", "args"), list(printed()))
def test_what_is_printed_fits_its_schema(what: str, args: list[str]) -> None:
    done = CliRunner().invoke(main, args, input="{issue: fraud, provider: alipay}")
    assert done.exit_code == 0, done.output
    Draft202012Validator(schema_of(what)).validate(json.loads(done.stdout))


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_as_json_fits_its_schema(picture: str, tmp_path: Path) -> None:
    """A timeline is one document, all other pictures are nodes and edges."""
    wishes = {
        "proof": ["complain-pboc", "--case", str(EXAMPLE)],
        "timeline": ["--case", str(EXAMPLE)],
        "ways": ["--case", str(EXAMPLE)],
        "load": ["--cases", str(EXAMPLE)],
        "diff": ["--between", "2026-04-01", "2026-05-01"],
    }
    file = tmp_path / "x.json"
    done = CliRunner().invoke(main, ["draw", picture, *wishes.get(picture, []), "-o", str(file)])
    assert done.exit_code == 0, done.output
    what = "timeline" if picture == "timeline" else "drawing"
    Draft202012Validator(schema_of(what)).validate(json.loads(file.read_bytes()))


def test_every_schema_can_be_printed_and_is_one() -> None:
    """`schema` names every kind of document; each is closed."""
    assert set(WHAT) == {"case", *OUTPUTS, *DOCUMENTS, *picture_schemas()}
    into_files = {"batch", "batch-summary"}  # held in test_batch.py
    assert {what for what, _ in printed()} == {*OUTPUTS, *DOCUMENTS} - into_files
    for what in WHAT:
        told = json.loads(CliRunner().invoke(main, ["schema", what]).stdout)
        Draft202012Validator.check_schema(told)


def test_a_day_of_the_calendar_is_one_for_both() -> None:
    """Every day of five years, and every number that is none, is so for the pattern as for the calendar."""
    days = Draft202012Validator(FIELDS["incident_date"])
    for year in (1900, 2000, 2023, 2024, 2100):
        for month in range(14):
            for day in range(33):
                text = f"{year:04}-{month:02}-{day:02}"
                assert days.is_valid(text) is _is_day(text), text


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
