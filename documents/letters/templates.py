"""A template of a knowledge file and names → plain text. Whatever is put in is text: it is never read as a template or as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.frozen import Frozen

__all__ = ["Missing", "clean", "fields", "fill", "mistake", "names_in"]

LONGEST = 2000
"""characters of a text that a person hands in; more is no name, number or remark"""
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""kinds of characters that do not show, or turn the direction of what stands around them"""


class Missing(Frozen, eq=False):
    """What stands for something unknown: the blank in its place, which is noted when it is written. In a condition it does not hold."""

    of: str
    """the id of the blank or fact"""
    shape: str
    note: Callable[[str], None]

    def __str__(self) -> str:
        self.note(self.of)
        return self.shape

    def __bool__(self) -> bool:
        return False


def clean(text: str) -> str:
    """What a person wrote, on one line, without characters that do not show, no longer than what fits a letter."""
    seen = "".join(sign if unicodedata.category(sign) not in UNSEEN else " " for sign in text)
    return re.sub(r"\s+", " ", seen).strip()[:LONGEST]


def fill(source: str, names: Mapping[str, Any]) -> str:
    """The text on one line. Raises jinja2.UndefinedError for a name that is none."""
    return re.sub(r"\s+", " ", _compiled(source).render(names)).strip() if "{" in source else source


@lru_cache(maxsize=4096)
def _compiled(source: str) -> Template:
    return ENVIRONMENT.from_string(source)


def mistake(source: str) -> str | None:
    """What is wrong with the template, or None."""
    try:
        ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        return str(error.message)
    return None


def names_in(source: str) -> set[str]:
    """The names that the template asks for."""
    return meta.find_undeclared_variables(ENVIRONMENT.parse(source))


def fields(source: str, name: str) -> set[str]:
    """What it asks of that name: `blank.phone` → `phone`."""
    found = ENVIRONMENT.parse(source).find_all(nodes.Getattr)
    return {node.attr for node in found if isinstance(node.node, nodes.Name) and node.node.name == name}
