"""What was counted of the chunks so far: for the summary and for the picture; as plain data, so that a later run goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.analysis import Tally
from engine.batch.summary import Counts
from engine.batch.work import Done

__all__ = ["Totals"]

COUNTED = ("cases", "doors", "went", "ahead", "nowhere")
"""the counters of a tally"""


@dataclass
class Totals:
    """The counts of a batch, which grow chunk by chunk."""

    tally: Tally
    counts: Counts = field(default_factory=Counts)

    def add(self, done: Done) -> None:
        """One more chunk."""
        self.counts.update(done.counts)
        self.tally.merge(done.tally)

    def state(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        tally = {name: [[key, n] for key, n in getattr(self.tally, name).items()] for name in COUNTED}
        counts = [[about, name, n] for (about, name), n in self.counts.items()]
        return {"counts": counts, "as_of": self.tally.as_of.isoformat(), "tally": tally}

    @classmethod
    def of(cls, state: dict[str, Any] | None, by: str | None) -> Totals:
        """What an earlier run had counted; nothing where there was none."""
        if state is None:
            return cls(Tally(by))
        tally = Tally(by, date.fromisoformat(state["as_of"]))
        for name in COUNTED:
            setattr(tally, name, Counter({_hashable(key): n for key, n in state["tally"][name]}))
        return cls(tally, Counts({(about, name): n for about, name, n in state["counts"]}))


def _hashable(key: Any) -> Any:
    """Lists of JSON are the tuples that they were."""
    return tuple(map(_hashable, key)) if isinstance(key, list) else key
