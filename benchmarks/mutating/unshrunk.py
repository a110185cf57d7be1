"""For pytest: a failing property fails at its first example; nobody reads a smaller one here."""

from __future__ import annotations

from hypothesis import Phase, settings


def pytest_sessionstart() -> None:
    plain = settings.get_profile("recourse")
    settings.register_profile("unshrunk", parent=plain, database=None, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("unshrunk")
