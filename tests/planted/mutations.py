"""The files and a line of them → faults: in conditions, limits, articles, editions, urgencies, numbers, outcomes."""

from __future__ import annotations

import random
import re

from tests.planted.places import GONE, Change, Place

__all__ = ["CHANGES"]

CONDITION = re.compile(r"^    - (?P<fact>[a-z0-9_]+(?:\([a-z0-9-]+\))?) (?P<op>=|!=|<=|>=|<|>|in) (?P<value>.+)$")
REF = re.compile(r"(?P<statute>[a-z][a-z0-9-]+)/(?P<at>\d+(?:\(\d+\))*)")
LIMIT = re.compile(r"(?P<ref>(?:yardstick|[a-z0-9-]+)\.[a-z][a-z0-9-]+)")
LENGTH = re.compile(r"(?P<before>(?:length|at_most): )(?P<number>\d+) (?P<unit>days|working days|hours|months|years)\b")
DAY = re.compile(r"(?P<before>in_force: \[)(?P<day>\d{4}-\d\d-\d\d)")
NUMBER = re.compile(r"^(?P<before> +(?:- )?value: \"?)(?P<number>[0-9+][0-9 -]{4,})(?P<after>\"?)$")
FLIPS = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
URGENCIES = ("now", "today", "this-week", "when-useful")
UNITS = ("days", "working days", "hours", "months", "years")


def dropped_condition(_: random.Random, place: Place) -> str | None:
    beside = (place.lines[place.number - 1], place.lines[place.number + 1])
    alone = not any(CONDITION.match(line) for line in beside)
    return GONE if place.is_rule and CONDITION.match(place.line) and not alone else None


def flipped_comparison(_: random.Random, place: Place) -> str | None:
    found = CONDITION.match(place.line) if place.is_rule else None
    if found is None or found["op"] not in FLIPS:
        return None
    return f"    - {found['fact']} {FLIPS[found['op']]} {found['value']}"


def other_word(draw: random.Random, place: Place) -> str | None:
    """One word of a list less, or another word of the same fact."""
    found = CONDITION.match(place.line) if place.is_rule else None
    if found is None or found["op"] not in ("=", "!=", "in"):
        return None
    words, fact = found["value"].split(", "), place.knowledge.fact(found["fact"])
    if len(words) > 2:
        words.remove(draw.choice(words))
        return f"    - {found['fact']} {found['op']} {', '.join(words)}"
    others = [value.id for value in fact.values if value.id not in words]
    return f"    - {found['fact']} {found['op']} {draw.choice(others)}" if others and len(words) == 1 else None


def swapped_channel(draw: random.Random, place: Place) -> str | None:
    found = re.match(r"^(?P<before>    - (?:open|bar|hold) |  channel: |  - to: )(?P<channel>[a-z0-9-]+)$", place.line)
    if found is None or found["channel"] not in place.knowledge.channels or place.name.startswith("letters"):
        return None
    return found["before"] + draw.choice([c for c in place.knowledge.channels if c != found["channel"]])


def other_limit(draw: random.Random, place: Place) -> str | None:
    found = LIMIT.search(place.line)
    if found is None or not re.match(r"^    - (since_|advise .* by )|^ +- *\{? *limits:|^  - limits", place.line):
        return None
    refs = [f"{s.id}.{limit.id}" for s in place.knowledge.statutes.values() for a in s.articles for limit in a.limits]
    refs += [f"yardstick.{name}" for name in place.knowledge.yardsticks]
    return place.line.replace(found["ref"], draw.choice([ref for ref in refs if ref != found["ref"]]), 1)


def other_number(draw: random.Random, place: Place) -> str | None:
    found = LENGTH.search(place.line)
    if found is None:
        return None
    number = int(found["number"])
    other = draw.choice([number + 1, number + 5, number * 2, max(number - 1, 1) if number > 1 else number + 2])
    return LENGTH.sub(f"{found['before']}{other} {found['unit']}", place.line, count=1)


def other_unit(draw: random.Random, place: Place) -> str | None:
    found = LENGTH.search(place.line)
    if found is None:
        return None
    unit = draw.choice([unit for unit in UNITS if unit != found["unit"]])
    return LENGTH.sub(f"{found['before']}{found['number']} {unit}", place.line, count=1)


def other_article(draw: random.Random, place: Place) -> str | None:
    found = [ref for ref in REF.finditer(place.line) if ref["statute"] in place.knowledge.statutes]
    if not found or "basis:" not in place.line or place.name.startswith(("letters", "statutes")):
        return None
    ref = draw.choice(found)
    others = [article.at for article in place.knowledge.statutes[ref["statute"]].articles if article.at != ref["at"]]
    if not others:
        return None
    return place.line[: ref.start()] + f"{ref['statute']}/{draw.choice(others)}" + place.line[ref.end() :]


def moved_edition(draw: random.Random, place: Place) -> str | None:
    found = DAY.search(place.line) if place.name.startswith("statutes") else None
    if found is None:
        return None
    year, month, day = found["day"].split("-")
    other = draw.choice([f"{int(year) - 1}-{month}-{day}", f"{year}-{month}-{'02' if day != '02' else '03'}"])
    return place.line.replace(found["day"], other, 1)


def dropped_foreclosure(_: random.Random, place: Place) -> str | None:
    """It names another channel than the one it closes: its entry cannot go with one line."""
    before = [line for line in place.lines[: place.number] if re.match(r"^[a-z_]+:", line)]
    found = re.match(r"^  - channel: (?P<channel>[a-z0-9-]+)$", place.line)
    if found is None or not before or not before[-1].startswith("forecloses:"):
        return None
    return "  - channel: " + next(c for c in place.knowledge.channels if c not in (found["channel"], place.record))


def changed_urgency(draw: random.Random, place: Place) -> str | None:
    found = re.match(r"^(?P<before>    - advise [a-z0-9-]+ )(?P<urgency>now|today|this-week|when-useful)$", place.line)
    return found and found["before"] + draw.choice([u for u in URGENCIES if u != found["urgency"]])


def gist_in_one_language(draw: random.Random, place: Place) -> str | None:
    """Another unit or number in one language of what a statute's article says."""
    if not place.name.startswith("statutes"):
        return None
    changes = [
        ("working days", "days"), ("个工作日", "天"), (" days", " working days"), ("天内", "个月内"), (" months", " weeks"),
        ("三年", "两年"), ("十五", "十"), ("thirty", "forty"), ("15 ", "10 "), ("30 ", "60 "), ("六十", "三十"), ("7 ", "5 "),
    ]  # fmt: skip
    fitting = [(old, new) for old, new in changes if _counts(old, place.line)]
    old, new = draw.choice(fitting) if fitting else ("", "")
    return re.sub(_counted(old), lambda found: found[0].replace(old, new), place.line, count=1) if fitting else None


def _counts(old: str, line: str) -> bool:
    """Whether the words stand in a line of text, and as a number or the unit of one."""
    return bool(re.match(r"^ +(?:zh|en): ", line) and re.search(_counted(old), line))


def _counted(old: str) -> str:
    """A unit of days is one only after its number: “calendar days” counts nothing."""
    return (
        rf"(?:\d+|\b(?:one|two|three|five|six|seven|ten|fifteen|twenty|thirty|sixty)){old}"
        if old.startswith(" ")
        else re.escape(old)
    )


def hotline_digit(draw: random.Random, place: Place) -> str | None:
    found = NUMBER.match(place.line) if place.name.startswith(("channels", "providers")) else None
    beside = "\n".join(place.lines[place.number : place.number + 9]).split("\n  - kind:")[0]
    if found is None or "confidence: low" in beside:
        return None  # a doubtful number is shown to nobody
    at = draw.choice([place_ for place_, sign in enumerate(found["number"]) if sign.isdigit()])
    digit = str((int(found["number"][at]) + 1) % 10)
    return found["before"] + found["number"][:at] + digit + found["number"][at + 1 :] + found["after"]


def dropped_outcome(draw: random.Random, place: Place) -> str | None:
    """An edge no longer leads on after one of its outcomes; with one only, after another one."""
    found = re.match(r"^(?P<before>    on: \[)(?P<words>[a-z_, ]+)\]$", place.line)
    if found is None:
        return None
    words = found["words"].split(", ")
    gone = draw.choice(words)
    left = [word for word in words if word != gone] or ["resolved" if gone != "resolved" else "refused"]
    return f"{found['before']}{', '.join(left)}]"


def renamed_outcome(draw: random.Random, place: Place) -> str | None:
    """A word for an outcome or answer that no vocabulary has."""
    found = re.search(r"\b(refused|not_accepted|unsatisfied|partial|overdue|waiting)\b", place.line)
    if found is None or "fires:" in place.line or "rests:" in place.line or "zh" in place.line:
        return None
    if not re.match(r"^(    - standing|    on: |  at: )", place.line):
        return None
    return place.line.replace(found[0], draw.choice(["rejected", "denied", "declined"]), 1)


def narrowed_action(draw: random.Random, place: Place) -> str | None:
    """What an action makes way for, stops the loss in, or is meant for, goes."""
    keys = r"^  (yields_to|first_for|only_for|not_for|first_given|first_unless|last_resort|keeps|files|when_solved|heard_anyway):"
    return GONE if place.name.startswith("actions") and re.match(keys, place.line) else None


def claim_without_condition(_: random.Random, place: Place) -> str | None:
    return GONE if place.name.startswith("issues") and re.match(r"^    (given|unless): \{", place.line) else None


CHANGES: tuple[Change, ...] = (
    dropped_condition, flipped_comparison, other_word, swapped_channel, other_limit, other_number, other_unit, other_article,
    moved_edition, dropped_foreclosure, changed_urgency, gist_in_one_language, hotline_digit, dropped_outcome, renamed_outcome,
    narrowed_action, claim_without_condition,
)  # fmt: skip
