#!/bin/sh
# mutmut 3.8.1: a mutant “survives” which, applied to the file by mutmut itself, makes the same tests fail. All mutants are in
# one file that is imported once, and the one to try is chosen when a function is called in a test; what a test took from the
# function while pytest collected it (the arguments of `parametrize`, tables, whatever is loaded once) comes from the sound
# one. And of a function with a decorator, here `cache`, there is no mutant at all, nor a word of that in the summary.
# The README tells that code outside of functions is left out; of neither of these it says anything.
#
# A program that loads its rules once, and caches, is told too many survivors and too few mutants. benchmarks/mutants.py takes
# mutmut's mutants and not its `run`: what ran before any test is tried in a new process, with the mutant in the file, and
# decorated functions are changed as well (benchmarks/README.md).
#
# Seen on 2026-11-27: as written below. Fails if mutmut finds otherwise. Needs a package index, and `fork`.
# Usage: findings/mutmut-survivor-that-a-test-meets.sh   (PYTHON=… for another interpreter)
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check mutmut==3.8.1 pytest==9.2.0 \
    2>"$folder/pip.log" || { cat "$folder/pip.log" >&2; exit 2; }
mkdir -p "$folder/project/deadlines" "$folder/project/tests"
cd "$folder/project"
touch deadlines/__init__.py
cat >pyproject.toml <<'TOML'
[tool.mutmut]
source_paths = ["deadlines/"]
[tool.pytest.ini_options]
pythonpath = ["."]
TOML
cat >deadlines/rules.py <<'PY'
from functools import cache


def reply(day):
    return day + 15


@cache
def appeal(day):
    return day + 60
PY
cat >tests/test_rules.py <<'PY'
import pytest

from deadlines.rules import appeal, reply


@pytest.mark.parametrize("due", [reply(1)])
def test_reply(due):
    assert due == 16


def test_reply_comes_after_the_day():
    assert reply(2)


def test_appeal():
    assert appeal(1) == 61
PY
"$folder/env/bin/mutmut" run >"$folder/run.log" 2>&1 || { cat "$folder/run.log" >&2; exit 1; }
{
    "$folder/env/bin/mutmut" results --all true | sed 's/^ *//'
    "$folder/env/bin/mutmut" apply deadlines.rules.x_reply__mutmut_1
    echo "applied:$(sed -n 's/^    return\(.*15\)$/\1/p' deadlines/rules.py)"
    "$folder/env/bin/python" -m pytest -q -p no:cacheprovider tests | sed -n 's/ in [0-9.]*s$//p'
} >"$folder/seen" 2>&1
cat "$folder/seen"
cat >"$folder/expected" <<'SEEN'
deadlines.rules.x_reply__mutmut_1: survived
deadlines.rules.x_reply__mutmut_2: survived
applied: day - 15
1 failed, 2 passed
SEEN
if diff -u "$folder/expected" "$folder/seen" >&2; then
    echo "as seen on 2026-11-27: a survivor that a test meets, and no mutant of what is cached"
else
    echo "not as seen on 2026-11-27" >&2
    exit 1
fi
