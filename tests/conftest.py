"""What holds for every test: what is missing on this machine is said, and the same commit has the same outcome."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

# A slow machine is no fault. The examples are the same each time; RECOURSE_EXPLORE=1 looks for new ones.
settings.register_profile("recourse", deadline=None, derandomize="RECOURSE_EXPLORE" not in os.environ)
settings.load_profile("recourse")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.dot`: the test needs the program `dot`."""
    if item.get_closest_marker("dot") and not shutil.which("dot"):
        pytest.skip("Graphviz (the program `dot`) is not installed")
