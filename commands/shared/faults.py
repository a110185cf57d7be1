"""What went wrong → what is said of it, in the language that was asked for; in both where none was."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, cast

import click
from click.core import ParameterSource

from knowledge.errors import FaultsError

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["asked_lang", "remember_lang", "usage_words", "words_for"]

LANG = "recourse.lang"
REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: ("没有权限", "it may not be used: no permission"),
    errno.EPERM: ("没有权限", "it may not be used: no permission"),
    errno.EISDIR: ("是文件夹，不是文件", "is a folder, not a file"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.ENOSPC: ("磁盘满了", "the disk is full"),
    errno.EROFS: ("磁盘不能写", "the disk cannot be written"),
    errno.ELOOP: ("链接绕成了圈", "its links lead in a circle"),
    errno.EIO: ("读不出来", "it cannot be read"),
    errno.EDQUOT: ("磁盘配额用完了", "there is no room left for this user"),
    errno.EFBIG: ("文件太大，写不下", "the file grew larger than is allowed here"),
    errno.EBUSY: ("别处刚改过它，没有覆盖", "was changed by somebody else meanwhile, and is left as it is"),
    errno.ENAMETOOLONG: ("文件名太长", "the name is too long"),
}

MISUSES = {
    "No such command": "没有这个命令",
    "Got unexpected extra argument": "多出了参数",
    "Option ": "选项后面少了值，或不能有值",
}
"""the library's words, as they begin → what a reader of Chinese is told"""


def remember_lang(context: click.Context, option: click.Parameter, value: str) -> str:
    """Notes the language where it was asked for, so that faults are told in it."""
    if option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
        context.meta[LANG] = value
    return value


def asked_lang() -> Lang | None:
    """The language that was asked for; None where it was left open."""
    context = click.get_current_context(silent=True)
    return cast("Lang | None", context.meta.get(LANG)) if context else None


def words_for(error: Exception) -> str:
    """What is said of an error of ours, or of a file that cannot be used."""
    lang = asked_lang()
    if isinstance(error, FaultsError):
        return error.shown(lang)
    if isinstance(error, OSError) and error.strerror:
        zh, en = REASONS.get(error.errno or 0, (error.strerror, error.strerror))
        reason = {"zh": zh, "en": en}[lang] if lang else " / ".join(dict.fromkeys((en, zh)))
        return f"{str(error.filename)[:200]}: {reason}" if error.filename else reason
    return str(error)


def usage_words(error: click.UsageError) -> str:
    """What is wrong with what was typed: in Chinese where its kind is known, and in the library's English."""
    told, en = _kind_of_misuse(error), error.format_message()
    return f"{told} · {en}" if told else en


def _kind_of_misuse(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.MissingParameter():
            return f"缺少 {error.param.human_readable_name if error.param else error.param_hint}"
        case click.BadParameter() if error.param:
            return f"{error.param.opts[0] if error.param.opts else error.param.name} 的值不能用"
    begins = ((start, told) for start, told in MISUSES.items() if error.message.startswith(start))
    return next((told for _, told in begins), "")
