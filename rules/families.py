"""A rule that is written once for several channels → a rule for each of them.

`channel: [court, internet-court]` at its head. In its lines, its example and its near miss the word `channel` stands for the
one that it is about; in its texts `{channel}` stands for what that one is called there (`channel: {court: {zh: …, en: …}, …}`).
What it advises at one of its channels is at another the action that `stands_for` it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from knowledge.library import Knowledge
from knowledge.models import Text
from rules.grammar import GrammarError, nearest
from rules.models import RuleEntry

__all__ = ["at_channel", "for_any_channel", "rules_of"]

T = TypeVar("T")
WORD = "channel"
SPOKEN_OF = r"(?<=\(){0}(?=\))|(?<=^open ){0}$|(?<=^bar ){0}$|(?<=^hold ){0}$"
IN_LINE = re.compile(SPOKEN_OF.format(WORD))
ADVISED = re.compile(r"(?<=^advise )[a-z0-9-]+")


def rules_of(entry: RuleEntry, knowledge: Knowledge) -> Iterator[RuleEntry]:
    """The rule itself where it is written for no channels; else one for each, with the channel at the end of its id.

    Raises GrammarError with what is wrong with its channels.
    """
    if not entry.channel:
        yield entry
        return
    if len(entry.channel) == 1:
        raise GrammarError("channel: a rule about one channel names it in its lines")
    if not any(IN_LINE.search(line) for line in (*entry.when, *entry.then)):
        raise GrammarError("channel: no line speaks of it")
    for channel in entry.channel:
        if channel not in knowledge.channels:
            raise GrammarError(f"there is no channel “{channel}”{nearest(channel, knowledge.channels)}")
        yield _rule_at(channel, entry, knowledge)


def _rule_at(channel: str, entry: RuleEntry, knowledge: Knowledge) -> RuleEntry:
    standing_in = {name: _action_at(channel, name, entry, knowledge) for name in _advised(entry)}

    def line(told: str) -> str:
        return ADVISED.sub(lambda found: standing_in.get(found[0], found[0]), IN_LINE.sub(channel, told))

    called = entry.channel[channel]
    return entry.but(
        id=f"{entry.id}-{channel}",
        channel={channel: called},
        title=_called(entry.title, called),
        because=_called(entry.because, called),
        when=tuple(map(line, entry.when)),
        then=tuple(map(line, entry.then)),
        fires=at_channel(channel, entry.fires, standing_in),
        rests=at_channel(channel, entry.rests, standing_in),
    )


def for_any_channel(channel: str, line: str, standing_in: Mapping[str, str]) -> str:
    """The line about the channel as it is written for several; of actions, the one that another stands for."""
    told = re.sub(SPOKEN_OF.format(channel), WORD, line)
    return ADVISED.sub(lambda found: standing_in.get(found[0], found[0]), told)


def _advised(entry: RuleEntry) -> list[str]:
    return [found[0] for line in entry.then if (found := ADVISED.search(line))]


def _action_at(channel: str, name: str, entry: RuleEntry, knowledge: Knowledge) -> str:
    """The action itself where it goes to none of the other channels of the rule; else what stands for it at this one."""
    action = knowledge.actions.get(name)
    if action is None or action.channel == channel or action.channel not in entry.channel:
        return name
    for other in knowledge.actions.values():
        if other.stands_for == name and other.channel == channel:
            return other.id
    raise GrammarError(f"no action stands for {name} at {channel}")


def _called(text: Text, called: Text | None) -> Text:
    if WORD not in text.placeholders:
        return text
    if called is None:
        raise GrammarError(f"“{text.en}”: what the channel is called is not told")
    found = text.filled(channel=called)
    return Text(zh=found.zh, en=found.en[:1].upper() + found.en[1:])


def at_channel(channel: str, told: T, standing_in: Mapping[str, str] = {}) -> T:
    """An example as it is told of this channel."""
    found: Any = told
    if isinstance(told, dict):
        found = {
            key: channel if (key, value) == (WORD, WORD) else at_channel(channel, value, standing_in)
            for key, value in told.items()
        }
    elif isinstance(told, list):
        found = [at_channel(channel, item, standing_in) for item in told]
    elif isinstance(told, str):
        found = standing_in.get(told, told)
    return found  # type: ignore[no-any-return]
