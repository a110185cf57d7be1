"""A citation, a rule, a channel → what is known of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.shared import DAY, explained, lang_option, load_adviser, tell, today

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["channels", "law", "rules"]


@explained("查法条在某一天的版本。")
@click.command()
@click.argument("citation")
@click.option("--on", "day", type=DAY, help="哪一天，默认今天 · The day; default today.")
@lang_option
def law(citation: str, day: datetime | None, lang: Lang) -> int:
    """An article in the edition of a day, or a whole statute. `ecommerce-law/57(2)`, `ecommerce-law`.

    recourse law "ecommerce-law/57(2)"
    """
    from documents.lookup import describe_law

    return tell(describe_law(load_adviser().knowledge, citation, day.date() if day else today(), lang))


@explained("查规则。")
@click.command()
@click.argument("rule_id", required=False)
@lang_option
def rules(rule_id: str | None, lang: Lang) -> int:
    """All rules by stage, or one rule whole.

    recourse rules pboc-after-provider
    """
    from documents.lookup import describe_rules

    adviser = load_adviser()
    return tell(describe_rules(adviser.knowledge, adviser.rulebase, rule_id, lang))


@explained("查渠道。")
@click.command()
@click.argument("channel_id", required=False)
@lang_option
def channels(channel_id: str | None, lang: Lang) -> int:
    """All channels by level, or one channel whole.

    recourse channels police
    """
    from documents.lookup import describe_channels

    return tell(describe_channels(load_adviser().knowledge, channel_id, lang))
