"""How the time and memory of a case grow with the number of rules, facts and channels: copies of all of them, under other names.

Run: `python benchmarks/growth.py [--times 1,2,5,10] [--cases N] [--json FILE]`. A copy of a rule asks for copies of its
facts and concludes of copies of its channels, so nothing in it is shared with the rules of before; each case answers the
copied questions, too. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.adviser import Adviser  # noqa: E402
from engine.batch import Order, Record, Worker  # noqa: E402
from knowledge.frozen import replace  # noqa: E402
from knowledge.library import Knowledge  # noqa: E402
from knowledge.models import Origin, name_parts  # noqa: E402
from rules.models import Advise, Conclude, Condition, Rule, Rulebase  # noqa: E402
from tests.casebook import TODAY, adviser, random_case  # noqa: E402

CASES = 2_000


class Copying:
    """Renames what a copy has of its own: the facts that are asked or concluded, channels, actions, troubles."""

    def __init__(self, knowledge: Knowledge, number: int) -> None:
        self.knowledge, self.mark = knowledge, f"x{number}"
        inputs = {name for fact in knowledge.facts.values() for name in fact.inputs}
        shared = {"issue", "provider", *inputs}
        self.facts = {
            name for name, fact in knowledge.facts.items() if name not in shared and fact.origin is not Origin.COMPUTED
        }

    def fact(self, name: str) -> str:
        base, channel = name_parts(name)
        base = f"{base}_{self.mark}" if base in self.facts else base
        return f"{base}({self.of(channel)})" if channel else base

    def of(self, name: str) -> str:
        """A channel or action."""
        return f"{name}-{self.mark}"

    def issue(self, name: str) -> str:
        return f"{name}_{self.mark}"

    def words(self, fact: str, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self.issue, words)) if fact == "issue" else tuple(words)

    def given(self, given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {self.fact(fact): self.words(fact, words) for fact, words in given.items()}

    def rule(self, rule: Rule) -> Rule:
        when = tuple(Condition.of(self.fact(c.fact), c.op, self.words(c.fact, c.values)) for c in rule.when)
        entry = rule.entry.but(id=f"{rule.id}-{self.mark}")
        return rule.but(entry=entry, when=when, then=tuple(map(self.conclusion, rule.then)))

    def conclusion(self, item: Any) -> Any:
        if isinstance(item, Conclude):
            return replace(item, fact=self.fact(item.fact))
        if isinstance(item, Advise):
            return replace(item, action=self.of(item.action), event=item.event and self.fact(item.event))
        return replace(item, channel=self.of(item.channel))

    def channel(self, channel: Any) -> Any:
        return channel.but(
            id=self.of(channel.id),
            next=tuple(edge.but(to=self.of(edge.to)) for edge in channel.next),
            forecloses=tuple(item.but(channel=self.of(item.channel)) for item in channel.forecloses),
            reply=tuple(item.but(given=self.given(item.given)) for item in channel.reply),
            limitation_not_for=tuple(map(self.issue, channel.limitation_not_for)),
        )

    def action(self, action: Any) -> Any:
        changed: dict[str, Any] = {
            "id": self.of(action.id),
            "channel": action.channel and self.of(action.channel),
            "yields_to": tuple(map(self.of, action.yields_to)),
            "while_unknown": tuple(map(self.fact, action.while_unknown)),
            "first_for": tuple(map(self.issue, action.first_for)),
        }
        for name in ("only_for", "not_for"):
            changed[name] = self.given(getattr(action, name))
        for name in ("later_given", "later_unless", "first_given", "first_unless"):
            changed[name] = tuple(map(self.given, getattr(action, name)))
        return action.but(**changed)

    def provider(self, provider: Any) -> dict[str, dict[str, str]]:
        return {
            name: {self.of(a): self.of(b) for a, b in getattr(provider, name).items()}
            for name in ("instead", "one_with")
        }

    def case(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """The same told of the copy."""
        told = {self.fact(name) if name in self.facts else name: value for name, value in case.items()}
        if "issue" in told:
            told["issue"] = self.issue(told["issue"])
        told["attempts"] = [{**item, "channel": self.of(item["channel"])} for item in case.get("attempts", ())]
        return told


def grown(times: int) -> tuple[Adviser, list[Copying]]:
    """An adviser on so many times the rules, and what renames each copy."""
    knowledge, rules = adviser().knowledge, adviser().rulebase
    copies = [Copying(knowledge, number) for number in range(2, times + 1)]
    facts, issue = dict(knowledge.facts), knowledge.facts["issue"]
    words = list(issue.values)
    for copy in copies:
        facts |= {copy.fact(n): knowledge.facts[n].but(id=copy.fact(n)) for n in copy.facts}
        words += [value.but(id=copy.issue(value.id)) for value in issue.values]
    facts["issue"] = issue.but(values=tuple(words))
    providers = {}
    for name, provider in knowledge.providers.items():
        more = [copy.provider(provider) for copy in copies]
        update = {
            field: {**getattr(provider, field), **{a: b for item in more for a, b in item[field].items()}}
            for field in ("instead", "one_with")
        }
        providers[name] = provider.but(**update)
    known = knowledge.but(
        facts=facts,
        providers=providers,
        channels=knowledge.channels
        | {c.of(n): c.channel(item) for c in copies for n, item in knowledge.channels.items()},
        actions=knowledge.actions | {c.of(n): c.action(item) for c in copies for n, item in knowledge.actions.items()},
        issues=knowledge.issues
        | {c.issue(n): item.but(id=c.issue(n)) for c in copies for n, item in knowledge.issues.items()},
    )
    more = tuple(copy.rule(rule) for copy in copies for rule in rules.rules)
    return Adviser(known, Rulebase((*rules.rules, *more), rules.contradictions)), copies


def measure(times: int, cases: int) -> dict[str, float]:
    """Microseconds a case, together and one by one, on so many times the rules; every answer as one by one."""
    large, copies = grown(times)
    named = [None, *copies]
    told = [
        copy.case(random_case(seed)) if (copy := named[seed % times]) else random_case(seed)
        for seed in range(2 * cases)
    ]
    lines = [Record(n, json.dumps(item, default=str).encode()) for n, item in enumerate(told, 1)]
    order = Order(TODAY, "benchmark")
    together, alone = Worker(large, order), Worker(large, order, together=False)
    together.work(lines[:cases])
    start = time.process_time()
    done = together.work(lines[cases:])
    middle = time.process_time()
    few = lines[cases : cases + cases // 10]
    single = alone.work(few)
    end = time.process_time()
    if single.answered != done.answered[: len(single.answered)] or done.bad:
        sys.exit(f"× {times}: together a case gets another answer than alone")
    return {
        "rules": len(large.rulebase.rules),
        "channels": len(large.knowledge.channels),
        "together": 1e6 * (middle - start) / cases,
        "one by one": 1e6 * (end - middle) / len(few),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Prints a line for each size, and how much steeper than nothing and flatter than linear it grows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", default="1,2,5,10")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.cases)))
        return
    found: dict[int, dict[str, float]] = {}
    for times in map(int, asked.times.split(",")):
        command = [sys.executable, __file__, "--one", str(times), "--cases", str(asked.cases)]
        found[times] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        told, first = found[times], next(iter(found.values()))
        growth = ", ".join(
            f"{name} {told[name]:.0f} µs (× {told[name] / first[name]:.2f})" for name in ("together", "one by one")
        )
        print(
            f"× {times:2}: {told['rules']:.0f} rules, {told['channels']:.0f} channels: {growth}, {told['megabytes']:.0f} MB",
            flush=True,
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
