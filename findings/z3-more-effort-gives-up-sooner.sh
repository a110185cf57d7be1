#!/bin/sh
# z3-solver 5.4.1.0: `rlimit`, the bound of work that gives the same verdict on a slow machine as on a fast one, is kept in 32
# bits, and a larger number is taken without a word for what is left of it: 4,294,968,296 means 1,000, and 4,294,967,296 means
# 0, which is no bound at all. Whoever raises a bound of 3,000,000,000 by half, because a proof was given up, gets a fifteenth
# of it (4,500,000,000 means 205,032,704), and “unknown” sooner than before.
#
# The bound of `recourse prove` is 400,000,000, a constant that no option changes (EFFORT in engine/proving/logic.py).
#
# Seen on 2026-11-27: eight queens, which need 23,910 of Z3's units, are solved within 100,000 and given up within
# 2^32 + 1,000. No clock takes part. Fails if they are no longer so. Needs a package index.
# Usage: findings/z3-more-effort-gives-up-sooner.sh   (PYTHON=… for another interpreter)
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m pip install --quiet --no-deps --no-cache-dir --disable-pip-version-check \
    --target "$folder/z3" "z3-solver==5.4.1.0" 2>"$folder/pip.log" || { cat "$folder/pip.log" >&2; exit 2; }
PYTHONPATH="$folder/z3" "$python" - <<'PY' | tee "$folder/seen"
from importlib.metadata import version

import z3

assert version("z3-solver") == "5.4.1.0"


def queens(effort):
    """Eight queens, none of which attacks another."""
    context = z3.Context()
    solver = z3.Solver(ctx=context)
    solver.set("rlimit", effort)
    row = [z3.Int(f"q{column}", context) for column in range(8)]
    solver.add(z3.Distinct(*row), *(z3.And(0 <= queen, queen < 8) for queen in row))
    for right in range(8):
        for left in range(right):
            solver.add(row[right] - row[left] != right - left, row[right] - row[left] != left - right)
    verdict = solver.check()
    why = f" ({solver.reason_unknown()})" if verdict == z3.unknown else ""
    return f"{verdict}{why}"


for effort in (1_000, 100_000, 2**32 - 1, 2**32, 2**32 + 1_000, 2**32 + 100_000):
    print(f"rlimit {effort}: {queens(effort)}")
PY
cat >"$folder/expected" <<'SEEN'
rlimit 1000: unknown (max. resource limit exceeded)
rlimit 100000: sat
rlimit 4294967295: sat
rlimit 4294967296: sat
rlimit 4294968296: unknown (max. resource limit exceeded)
rlimit 4295067296: sat
SEEN
if diff -u "$folder/expected" "$folder/seen" >&2; then
    echo "as seen on 2026-11-27: a bound above 32 bits is cut to them in silence"
else
    echo "not as seen on 2026-11-27" >&2
    exit 1
fi
