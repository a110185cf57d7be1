#!/bin/sh
# z3-solver 5.4.1.0: the same text, read six times in one process, each time by a new solver with the same seed, is answered by
# different models. Nothing is random: the next process gives the same list of answers. But ties in the search are broken by
# the numbers of expressions (Z3 issue 9311, pull request 10165), and these are handed out anew as expressions go, in the
# context, which all solvers of a process share unless told otherwise. With a context of its own for each question every
# answer is the same.
#
# Whoever shows a counterexample that a solver found shows another one when other questions came before it: no test can expect
# a certain one. `recourse prove` has the engine advise on each, leaves out what is not needed for it, and its test of planted
# faults takes whichever case shows the fault (engine/proving/proving.py, shrinking.py; test_a_planted_fault_is_found).
#
# Seen on 2026-11-27:
#   one context: 110000 101000 100010 100100 100100 110000
#   a context each: 110000 110000 110000 110000 110000 110000
# Fails if the six in one context agree, if the others do not, or if another process answers otherwise. Needs a package index.
# Usage: findings/z3-same-question-other-answer.sh   (PYTHON=… for another interpreter)
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m pip install --quiet --no-deps --no-cache-dir --disable-pip-version-check \
    --target "$folder/z3" "z3-solver==5.4.1.0" 2>"$folder/pip.log" || { cat "$folder/pip.log" >&2; exit 2; }
cat >"$folder/ask.py" <<'PY'
from importlib.metadata import version

import z3

assert version("z3-solver") == "5.4.1.0"
NAMES = [f"p{number}" for number in range(6)]
TEXT = "".join(f"(declare-const {name} Bool)" for name in NAMES) + (
    f"(assert ((_ at-least 2) {' '.join(NAMES)})) (assert (or (not p0) (not p1) (not p2)))"
)


def answer(context):
    solver = z3.Solver(ctx=context)
    solver.set("random_seed", 7)
    solver.from_string(TEXT)
    assert solver.check() == z3.sat
    model = solver.model()
    return "".join("1" if z3.is_true(model.eval(z3.Bool(name, context), model_completion=True)) else "0" for name in NAMES)


shared = [answer(z3.main_ctx()) for _ in range(6)]
apart = [answer(z3.Context()) for _ in range(6)]
print("one context:", *shared)
print("a context each:", *apart)
assert len(set(shared)) > 1, "one context: every answer is the same now"
assert len(set(apart)) == 1, "a context each: the answers differ now"
PY
PYTHONPATH="$folder/z3" "$python" "$folder/ask.py" >"$folder/first"
PYTHONPATH="$folder/z3" "$python" "$folder/ask.py" >"$folder/second"
cat "$folder/first"
diff -u "$folder/first" "$folder/second" >&2 || { echo "another process answers otherwise" >&2; exit 1; }
echo "as seen on 2026-11-27: one question, one process, one seed, and another model each time"
