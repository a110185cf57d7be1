"""Saved sessions → a line each."""

from __future__ import annotations

from collections.abc import Iterable

from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang
from storage import Session

__all__ = ["session_lines"]


def session_lines(sessions: Iterable[Session], knowledge: Knowledge, lang: Lang) -> list[str]:
    """Name, day of the last change, number of answers, and what it is about where that was told; or why it cannot be read."""
    lines = []
    for session in sessions:
        if session.faults:
            lines.append(
                phrase(
                    knowledge,
                    lang,
                    "sessions-damaged",
                    name=session.name,
                    faults="; ".join(f.shown(lang) for f in session.faults),
                )
            )
            continue
        if session.faults:
            faults = "; ".join(fault.shown(lang) for fault in session.faults)
            lines.append(phrase(knowledge, lang, "sessions-damaged", name=session.name, faults=faults))
            continue
        issue = next((v for v in knowledge.facts["issue"].values if v.id == session.data.get("issue")), None)
        told = {"name": session.name, "day": session.changed, "n": len(session.data)}
        lines.append(phrase(knowledge, lang, "sessions-line", **told, issue=issue.label if issue else "").rstrip())
    return lines or [phrase(knowledge, lang, "sessions-none")]
