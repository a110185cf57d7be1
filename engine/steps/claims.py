"""A trouble and what is known → what the person can ask for there, and what besides if open questions turn out so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from engine.findings import Inference
from engine.steps.grounds import Grounds
from engine.steps.parts import ClaimIf
from knowledge.library import Knowledge
from knowledge.models import Claim, Text, meets, meets_any

__all__ = ["Claims"]


class Claims:
    """The claims of one case, the same in every step that makes them."""

    def __init__(self, knowledge: Knowledge, inference: Inference, grounds: Grounds) -> None:
        self.inference, self.case, self.grounds = inference, inference.case, grounds
        issue = knowledge.issues.get(str(self.case.answers.get("issue")))
        self.of_issue = issue.claims if issue else ()

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Every answer, and what was computed and concluded from them."""
        return {**self.inference.facts, **self.case.answers}

    @cached_property
    def made(self) -> tuple[Claim, ...]:
        """Those that can be made, given the answers."""
        return tuple(claim for claim in self.of_issue if claim.made(self.known) and self._speaks(claim))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(claim.text for claim in self.made)

    @cached_property
    def basis(self) -> tuple[str, ...]:
        """Their grounds, as they are cited."""
        return tuple(ref for claim in self.made for ref in claim.basis)

    @cached_property
    def open(self) -> tuple[ClaimIf, ...]:
        """Those that can be made if unanswered questions turn out so; nothing that an answer speaks against."""
        return tuple(self._open())

    def _open(self) -> Iterator[ClaimIf]:
        known = self.known
        for claim in self.of_issue:
            open_ = {fact: words for fact, words in claim.given.items() if known.get(fact) is None}
            if not open_ or meets_any(claim.unless, known):
                continue
            told = {fact: words for fact, words in claim.given.items() if fact not in open_}
            if meets(told, known) and self._speaks(claim):
                yield ClaimIf(text=claim.text, given=open_)

    def _speaks(self, claim: Claim) -> bool:
        return self.grounds.speaks(claim.basis)
