"""A rule, a channel, a wallet → what is known of it on a day. Articles: `law.py`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.shared import explained, lang_option, load_adviser, on_option, tell, today

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["channels", "rules", "wallets"]


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
@on_option
@lang_option
def channels(channel_id: str | None, day: datetime | None, lang: Lang) -> int:
    """All channels by level, or one channel as it was on a day.

    recourse channels police
    """
    from documents.lookup import describe_channels

    return tell(describe_channels(load_adviser().knowledge, channel_id, day.date() if day else today(), lang))


@explained("查钱包在某一天的情况。")
@click.command()
@click.argument("wallet_id", required=False)
@on_option
@lang_option
def wallets(wallet_id: str | None, day: datetime | None, lang: Lang) -> int:
    """All wallets, or one wallet as it was on a day: who answers for it, what it promises, the ways in.

    recourse wallets alipay --on 2024-01-01
    """
    from documents.wallet_text import describe_wallets

    return tell(describe_wallets(load_adviser().knowledge, wallet_id, day.date() if day else today(), lang))
