"""What holds for every test: what is missing on this machine is said, and the same commit has the same outcome."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

from diagrams.formats.fonts import find_font

# A slow machine is no fault. The examples are the same each time; RECOURSE_EXPLORE=1 looks for new ones.
settings.register_profile("recourse", deadline=None, derandomize="RECOURSE_EXPLORE" not in os.environ)
settings.load_profile("recourse")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="Write the pictures that tests compare with anew.")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What the marker of a test asks for, or else a reason why it is skipped."""
    if item.get_closest_marker("dot") and not shutil.which("dot"):
        pytest.skip("Graphviz (the program `dot`) is not installed")
    if item.get_closest_marker("font") and find_font() is None:
        pytest.skip("no font with Chinese characters is installed")
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("Chromium (the program `chromium`) is not installed")
