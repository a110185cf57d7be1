"""An action and the findings that advise it → what its step says in every case. Made once; the days and the case come to it later."""

from __future__ import annotations

from datetime import date

from engine.findings import Finding
from engine.steps.grounds import read_in
from engine.steps.outline import Step
from knowledge.action import Action
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.remembered import remembered
from rules.models import Urgency

__all__ = ["Draft", "draft_of", "line"]

NO_DAY = date.min


class Draft(Frozen):
    """A step with its texts, documents and rules; whatever hangs on days and answers is still empty."""

    step: Step
    fills: tuple[str, ...]
    """the fields of which texts wait for words of the case"""
    basis: tuple[str, ...]
    """the grounds of the advice and of the action, as they are cited"""
    judgements: tuple[tuple[Text, tuple[str, ...]], ...]
    """this project's own reasons for the rules, each with the articles beside which it is not told"""


def draft_of(knowledge: Knowledge, action: Action, findings: tuple[Finding, ...]) -> Draft:
    """The same for every case in which these findings advise the action."""
    return _draft(knowledge, action.id, findings)


@remembered(2048)
def _draft(knowledge: Knowledge, name: str, findings: tuple[Finding, ...]) -> Draft:
    action, rules = knowledge.actions[name], [finding.rule.entry for finding in findings]
    documents = tuple(read_in(knowledge, (*action.sources, *(use for rule in rules for use in rule.sources))))
    step = Step(
        rank=0,
        action=action.id,
        channel=None,
        urgency=Urgency.WHEN_USEFUL,
        title=action.title,
        do_from=NO_DAY,
        do_by=None,
        reply_due=None,
        how=action.do,
        guidance=action.guidance,
        entrances=(),
        materials=(),
        because=tuple(dict.fromkeys(rule.id for rule in rules)),
        reasons=tuple(rule.because for rule in rules),
        basis=(),
        sources=tuple(line(document.told, document.url) for document in documents),
        documents=documents,
        warnings=(),
    )
    texts = {"title": (step.title,), "how": step.how, "guidance": step.guidance, "reasons": step.reasons}
    fills = tuple(name for name, told in texts.items() if any("{" in text.zh or "{" in text.en for text in told))
    basis = (*(ref for rule in rules for ref in rule.basis), *action.basis)
    return Draft(step, fills, basis, tuple((rule.reason, rule.basis) for rule in rules if rule.reason))


def line(told: Text, url: str | None = None) -> str:
    """In both languages, with the address."""
    return f"{told.zh} / {told.en}" + (f" {url}" if url else "")
