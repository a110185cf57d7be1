"""The ways in: the numbers, addresses and paths by which a channel or a wallet is reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from knowledge.editions import Attested
from knowledge.frozen import holds, shaped
from knowledge.models import Confidence, Identifier, Maybe, Text

__all__ = ["Entrance", "Means", "then_pressed"]

Means = Literal["phone", "app", "web", "mail", "address", "in-person"]
MENU = re.compile(r"[0-9]{3,6}-[0-9]")
"""a number with a key of its voice menu behind it"""


class Entrance(Attested):
    """One way in. An entrance of a wallet names the channels it belongs to, and may serve certain purposes only."""

    kind: Means
    value: str = shaped(min_length=1)
    """the number, address or path as a person types or taps it"""
    english: Maybe[str] = None
    """what a value in Chinese says, to be read beside it"""
    press: Maybe[Annotated[str, shaped(pattern="^[0-9]$")]] = None
    """the key of the voice menu, once the number has answered: no part of the number"""
    label: Maybe[Text] = None
    hours: Maybe[Text] = None
    channels: tuple[Identifier, ...] = ()
    purposes: tuple[Identifier, ...] = ()
    """empty: for every action at that channel; else only for actions with one of these purposes"""
    not_at: tuple[Identifier, ...] = ()
    """kinds of wallet whose users do not have it: the back of a card, where there is no card"""
    issues: tuple[Identifier, ...] = ()
    """the troubles in which somebody else than usual is turned to there; a number of such a way in leaves out those of the wallet"""

    @holds
    def _key_apart(self) -> Self:
        """A number with its key is another number to a telephone."""
        if self.kind == "phone" and MENU.fullmatch(self.value):
            raise ValueError(f"{self.value}: press")
        return self

    @property
    def both(self) -> Text:
        """The way in for readers of either language; in English what the Chinese says stands beside it."""
        told = f"{self.value} ({self.english})" if self.english else self.value
        return then_pressed(Text(zh=self.value, en=told), self.press)

    @property
    def known_as(self) -> str:
        """What tells it from the other ways in of one place: the number with its key, the address, the path."""
        return f"{self.value}, {self.press}" if self.press else self.value

    @property
    def is_sure(self) -> bool:
        """Whether it may be shown to a person."""
        return self.confidence is not Confidence.LOW

    def is_for(self, answers: Mapping[str, object]) -> bool:
        """Whether it is there in such a case."""
        return not self.issues or answers.get("issue") in self.issues

    @property
    def is_number(self) -> bool:
        """Whether it can be dialled, and may be shown."""
        return self.kind == "phone" and self.value[0] in "+0123456789" and self.is_sure


def then_pressed(number: Text, key: str | None) -> Text:
    """A number, with the key of its voice menu where there is one."""
    return Text(zh=f"{number.zh}，接通后按 {key}", en=f"{number.en}, then press {key}") if key else number
