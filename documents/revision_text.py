"""What another version changes in the plans of many cases → lines in one language: each case, then the counts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explaining.difference_lines import difference_lines
from engine.explaining.revision import CaseChange, First, Revision
from engine.wording import cite, phrase
from knowledge.citations import article_name
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["revision_lines"]


def revision_lines(revision: Revision, knowledge: Knowledge, lang: Lang, *, brief: bool = False) -> list[str]:
    """Every case whose plan changes, with how; `brief`: with the kinds of change only. `knowledge` is that of the second version."""
    return list(_Writer(knowledge, lang, brief=brief).lines(revision))


class _Writer:
    def __init__(self, knowledge: Knowledge, lang: Lang, *, brief: bool) -> None:
        self.knowledge, self.lang, self.brief = knowledge, lang, brief

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def lines(self, revision: Revision) -> Iterator[str]:
        for item in revision.changed:
            if self.brief:
                kinds = self.say("list-comma").join(self.say(f"revision-kind-{kind}") for kind in item.kinds)
                yield self.say("revision-brief", case=item.case, kinds=kinds)
            else:
                yield item.case
                yield from (f"  {line}" for line in self.case(item))
        for refused in revision.unreadable:
            yield self.say(f"revision-unreadable-{refused.version}", case=refused.case, why=refused.why)
        yield self.say("revision-count", changed=len(revision.changed), cases=revision.cases,
                       before=revision.before, after=revision.after)  # fmt: skip
        for kind, count in revision.counts.items():
            yield f"  {count:>4}  {self.say(f'revision-kind-{kind}')}"

    def case(self, item: CaseChange) -> Iterator[str]:
        if item.begins_otherwise:
            before, after = self.first(item.first_before), self.first(item.first_after)
            yield self.say("revision-first", before=before, after=after)
        if not item.plan.empty:
            yield from difference_lines(item.plan, self.knowledge, self.lang)
        for change in item.editions:
            told = {"citation": self.article(change.citation), "before": change.before, "after": change.after}
            yield self.say("revision-edition", step=change.title, **told)
        for ways in item.ways:
            for kind, values in (("added", ways.added), ("removed", ways.removed)):
                if values:
                    yield self.say(
                        f"revision-ways-{kind}", step=ways.title, what=self.say("list-semicolon").join(values)
                    )
        for fact in item.wallet:
            old, new = (text or self.say("change-no-day") for text in (fact.before, fact.after))
            yield self.say("revision-wallet", what=self.say(f"wallet-{fact.what}"), before=old, after=new)
        for kind, facts in (("now", item.plan.now_asked), ("no-longer", item.plan.no_longer_asked)):
            if facts:
                labels = self.say("list-semicolon").join(map(self.fact, facts))
                yield self.say(f"revision-asked-{kind}", facts=labels)

    def first(self, first: First | None) -> str:
        return first.title[self.lang] if first else self.say("change-no-day")

    def article(self, citation: str) -> str:
        """As people name it: the statute and the article."""
        statute, _, address = citation.partition("/")
        return cite(self.knowledge.statutes[statute].title, article_name(address), self.lang)

    def fact(self, name: str) -> str:
        """Its label; a fact that only the first version has, by its name."""
        found = self.knowledge.facts.get(name)
        return found.label[self.lang] if found else name
