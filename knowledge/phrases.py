"""Statutes, sources and set phrases → the words in which a person reads them."""

from __future__ import annotations

from knowledge.grounds import Reference
from knowledge.library import Knowledge
from knowledge.models import Lang, Text
from knowledge.remembered import remembered

__all__ = ["cite", "document", "phrase", "statute_name"]


def phrase(knowledge: Knowledge, lang: Lang, key: str, **values: object) -> str:
    """A phrase of the screens and pictures with its {placeholders} filled. Raises KeyError for an unknown key."""
    return knowledge.wording[key].told(lang, **values)


def statute_name(title: Text, lang: Lang) -> str:
    """A statute in the reader's language; its official Chinese name always stands by it."""
    return f"《{title.zh}》" if lang == "zh" else f"{title.en} (《{title.zh}》)"


def cite(title: Text, article: Text, lang: Lang) -> str:
    """Statute and article, as the language joins them."""
    return f"{statute_name(title, lang)}{'' if lang == 'zh' else ' '}{article[lang]}"


@remembered(2048)
def document(knowledge: Knowledge, cited: Reference) -> Text:
    """A source as a person reads it: publisher, title, day, the part that is cited, and of what it is a copy. Its address not.

    Of an unnamed one: what little is known.
    """
    source, say = cited.source, knowledge.wording
    if not (source.publisher and source.title):
        assert source.unnamed
        return source.unnamed
    day = say["source-day"].filled(day=source.date) if source.date else say["source-as-of"].filled(day=source.as_of)
    parts = [source.title, day, *([Text(zh=cited.part, en=cited.part)] if cited.part else [])]
    copy = source.copy_of
    return Text(
        zh=f"{source.publisher.zh}：{'，'.join(part.zh for part in parts)}{f'（{copy.zh}）' if copy else ''}",
        en=f"{source.publisher.en}: {', '.join(part.en for part in parts)}{f' ({copy.en})' if copy else ''}",
    )
