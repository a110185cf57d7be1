"""Two sides of the graph (days, wallets, versions of the knowledge) → what was added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.adviser import Adviser
from engine.analysis.survey import Change, Difference, Shape, WalletDifference
from engine.analysis.wallet_difference import WalletOnDay, aspects_of, wallet_changes
from engine.case import Case, foreclosures, reply_clock
from engine.graph import ChannelState
from engine.wording import statute_name
from knowledge.channel import Channel, Level
from knowledge.citations import resolve
from knowledge.editions import holding
from knowledge.frozen import Frozen
from knowledge.limits import NamedLimit
from knowledge.models import Text
from knowledge.standing import Standing
from rules.models import Advise, Conclude, Conclusion, Rule

__all__ = ["Side", "compare"]

Seen = Mapping[str, tuple[Text, ...]]
KEPT = "limits"
"""What is told of a channel that one side lacks"""
Edge = tuple[str, str, bool]
"""From, to, and whether it forecloses"""


class Side(Frozen):
    """What is compared: the knowledge of an adviser, on a day, for a wallet and an issue if they are told."""

    label: Text
    adviser: Adviser
    day: date
    provider: str | None = None
    issue: str | None = None

    @property
    def case(self) -> Case:
        told = {"provider": self.provider, "issue": self.issue}
        return Case(self.day, {name: word for name, word in told.items() if word})

    @property
    def narrowed(self) -> bool:
        return bool(self.provider or self.issue)


def compare(words: Mapping[str, Text], before: Side, after: Side) -> Difference:
    """Channels and edges of the one side against the other, in the order of the files, those of the later side first.

    The phrases are `words`, since an older version of the knowledge may lack them.
    """
    old, new = _View(words, before), _View(words, after)
    channels = {**new.channels, **old.channels}
    edges = {**new.edges, **old.edges}
    changes = [
        *(c for c in (_channel(name, old, new) for name in channels) if c),
        *(c for c in (_edge(edge, old, new) for edge in edges) if c),
    ]
    told = {change.channel for change in changes if change.target is None}
    return Difference(
        as_of=after.day,
        case=False,
        before=before.label,
        after=after.label,
        same=len(channels.keys() - told),
        changes=tuple(changes),
        wallets=_wallets(old, new),
    )


class _View:
    """What one side shows: aspects of every channel and edge. With a wallet or issue, only channels that can apply."""

    def __init__(self, words: Mapping[str, Text], side: Side) -> None:
        self.words, self.side, self.knowledge, self.case = words, side, side.adviser.knowledge, side.case
        self.graph, _ = side.adviser.map(side.adviser.engine.infer(self.case))
        shown = {
            channel.id: channel
            for channel in self.knowledge.channels.values()
            if not side.narrowed or self.graph.nodes[channel.id].state is not ChannelState.NOT_APPLICABLE
        }
        self.rules = self.rules_by_channel()
        self.channels = {name: dict(self.channel(channel)) for name, channel in shown.items()}
        self.edges = dict(self.all_edges(shown))

    def name(self, channel: str) -> Text | None:
        found = self.knowledge.channels.get(channel)
        return found.name_on(self.case.as_of) if found else None

    def channel(self, channel: Channel) -> Iterator[tuple[str, tuple[Text, ...]]]:
        limits = (limit for limit, _ in reply_clock(channel, self.case.as_of, self.case, self.knowledge))
        yield "name", (channel.name_on(self.case.as_of),)
        yield "limits", tuple(map(self.limit, limits))
        yield "expected", (self.days(channel.expected.days),)
        yield "cost", (channel.cost.text,)
        yield "effect", (channel.effect,)
        yield "entrances", tuple(self.entrances(channel))
        yield "grounds", tuple(self.grounds(channel.basis))
        yield "rules", self.rules.get(channel.id, ())
        if self.side.narrowed:
            yield "state", (self.state(channel.id),)

    def state(self, channel: str) -> Text:
        return self.words[f"why-state-{self.graph.nodes[channel].state}"]

    @property
    def regulators(self) -> tuple[Text, ...]:
        """Who oversees what the side is about, and whether one can turn there."""
        found = (channel for channel in self.knowledge.channels.values() if channel.level is Level.REGULATOR)
        shown = (channel for channel in found if channel.id in self.channels)
        return tuple(self.spoken("diff-regulator", name=c.name, state=self.state(c.id)) for c in shown)

    def wallets(self, told: str | None) -> Iterator[WalletOnDay]:
        """The wallet that is told, if there is one of that name, else all of them."""
        found = (item for name, item in self.knowledge.providers.items() if told in (None, name))
        return (WalletOnDay(self.knowledge, provider, self.side.day) for provider in found)

    def days(self, n: int) -> Text:
        return self.spoken("unit-days-one" if n == 1 else "unit-days", n=n)

    def spoken(self, key: str, **values: object) -> Text:
        return self.words[key].filled(**values)

    def limit(self, limit: NamedLimit) -> Text:
        """How long, and whether by law."""
        length = self.spoken(limit.length.key, n=limit.length.value)
        by = self.words["diff-statutory" if limit.statutory else "diff-yardstick"]
        return Text(zh=f"{length.zh}（{by.zh}）", en=f"{length.en} ({by.en})")

    def article(self, ref: str) -> Text | None:
        """The article in the edition of its day; None when none is in force."""
        cited = resolve(self.knowledge, ref, self.case.days)
        if cited is None:
            return None
        zh, en = (f"{statute_name(cited.statute.title, lang)} {cited.name[lang]}" for lang in ("zh", "en"))
        return Text(zh=f"{zh}（{cited.edition.id} 版）", en=f"{en} ({cited.edition.id})")

    def grounds(self, refs: Iterable[str]) -> Iterator[Text]:
        return (found for found in map(self.article, refs) if found)

    def entrances(self, channel: Channel) -> Iterator[Text]:
        """Those of the channel; the wallet's are told with the wallet."""
        held = (item for item in holding(channel.entrances, self.case.as_of) if item.is_sure)
        return (item.both for item in held if item.is_for(self.case.answers))

    def rules_by_channel(self) -> dict[str, tuple[Text, ...]]:
        """The rules with a ground in force that decide on each channel, or advise what is done there."""
        found: dict[str, dict[str, Text]] = {}
        for rule in self.side.adviser.rulebase.rules:
            if rule.in_force(self.knowledge, self.case.days):
                for channel in self.decided(rule):
                    found.setdefault(channel, {})[rule.id] = rule.entry.title
        return {channel: tuple(rules.values()) for channel, rules in found.items()}

    def decided(self, rule: Rule) -> set[str]:
        return {channel for channel in map(self.channel_of, rule.then) if channel}

    def channel_of(self, conclusion: Conclusion) -> str | None:
        if isinstance(conclusion, Advise):
            return self.knowledge.actions[conclusion.action].channel
        return None if isinstance(conclusion, Conclude) else conclusion.channel

    def all_edges(self, shown: Mapping[str, Channel]) -> Iterator[tuple[Edge, Seen]]:
        for channel in shown.values():
            for item in channel.next:
                if item.to in shown:
                    seen = {"outcomes": self.outcomes(item.on), "grounds": tuple(self.grounds(item.basis))}
                    yield (channel.id, item.to, False), {**seen, "note": (item.note,) if item.note else ()}
            for closed in foreclosures(channel, self.case.as_of, self.knowledge):
                if closed.channel in shown:
                    grounds = tuple(self.grounds(closed.basis))
                    yield (channel.id, closed.channel, True), {"because": (closed.because,), "grounds": grounds}

    def outcomes(self, standings: Iterable[Standing]) -> tuple[Text, ...]:
        return tuple(self.words[f"on-{standing}"] for standing in standings)


def _channel(name: str, old: _View, new: _View) -> Change | None:
    text = new.name(name) or old.name(name)
    was, now = old.channels.get(name), new.channels.get(name)
    shape = _shape(was, now)
    if shape is None or text is None:
        return None
    told = (was, now) if was and now else ({KEPT: (was or {}).get(KEPT, ())}, {KEPT: (now or {}).get(KEPT, ())})
    return Change(shape=shape, channel=name, name=text, aspects=aspects_of(*told))


def _edge(edge: Edge, old: _View, new: _View) -> Change | None:
    source, target, forecloses = edge
    was, now = old.edges.get(edge), new.edges.get(edge)
    shape, names = _shape(was, now), [new.name(channel) or old.name(channel) for channel in (source, target)]
    if shape is None or names[0] is None:
        return None
    return Change(
        shape=shape, channel=source, name=names[0], target=target, target_name=names[1], forecloses=forecloses,
        aspects=aspects_of(was, now) if was and now else (),
    )  # fmt: skip


def _shape(old: Seen | None, new: Seen | None) -> Shape | None:
    """What became of it, if anything."""
    if old is None or new is None:
        return Shape.ADDED if old is None else Shape.REMOVED
    return Shape.CHANGED if old != new else None


def _wallets(old: _View, new: _View) -> tuple[WalletDifference, ...]:
    """What differs about the wallet that each side is narrowed to, and who oversees it; else about every wallet."""
    told = [view.side.provider for view in (old, new)]
    same = None in told or told[0] == told[1]
    found = wallet_changes(old.wallets(told[0] or told[1]), new.wallets(told[1] or told[0]), same)
    watching = aspects_of({"regulators": old.regulators}, {"regulators": new.regulators})
    if len(found) == 1 and old.side.narrowed and new.side.narrowed:
        return (found[0].but(aspects=(*found[0].aspects, *watching)),)
    return found
