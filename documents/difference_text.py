"""What differs between two sides of the graph → lines in one language."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.survey import Aspect, Change, Difference
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["difference_lines"]


def difference_lines(survey: Difference, knowledge: Knowledge, lang: Lang) -> list[str]:
    """Every change, with its aspects before and after; then how many there are."""
    return list(_Writer(knowledge, lang).lines(survey))


class _Writer:
    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, f"diff-{key}", **values)

    def lines(self, survey: Difference) -> Iterator[str]:
        yield self.say("sides", before=survey.before[self.lang], after=survey.after[self.lang])
        for change in survey.changes:
            yield f"{self.say(str(change.shape))}  {self.what(change)}"
            yield from (f"     {self.aspect(item)}" for item in change.aspects)
        yield self.say("count", n=len(survey.changes), same=survey.same)

    def what(self, change: Change) -> str:
        if change.target_name is None:
            return change.name[self.lang]
        kind = self.say("closes" if change.forecloses else "leads")
        return f"{change.name[self.lang]} → {change.target_name[self.lang]} ({kind})"

    def aspect(self, item: Aspect) -> str:
        name = self.say(f"aspect-{item.name}")
        return self.say("aspect", aspect=name, before=self.texts(item.before), after=self.texts(item.after))

    def texts(self, texts: tuple[Text, ...]) -> str:
        return self.say("list").join(text[self.lang] for text in texts) or self.say("nothing")
