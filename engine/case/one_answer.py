"""Facts that follow from one answer alone; where that is not told, from what is usual, so that nobody is asked."""

from __future__ import annotations

from engine.case.case import Case, yes_no
from knowledge.library import Knowledge

__all__ = ["acts_for", "in_court", "number_back", "provider_kind"]


def provider_kind(case: Case, knowledge: Knowledge, _: object, __: str) -> str | None:
    """The kind written in the wallet's file."""
    provider = case.wallet(knowledge)
    return provider.kind if provider else None


def acts_for(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """For whom the person acts; where that is not told, for himself, so that nobody is asked."""
    return str(case.answers.get("acting_for", "self"))


def in_court(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether the person is sued over the matter; where that is not told, he is not, so that nobody is asked."""
    return str(case.answers.get("sued", "no"))


def number_back(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether the phone number is the person's again; where that is not told, it is not known to be."""
    return yes_no(case.answers.get("recovered") in ("number", "phone"))
