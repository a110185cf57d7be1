#!/bin/sh
# pyarrow 26.0.1: two ways to read a table of Parquet without the rows that say `x` give different rows where some say nothing.
# `("a", "!=", "x")` leaves out those that are blank, as SQL does; `("a", "not in", ["x"])` keeps them, which SQL does not.
# The documentation of `filters` names both operators side by side and no blank. Expressions differ in the same way
# (iceberg-python's pull request 3918 met it between scan and delete).
#
# Where it is met: `recourse batch -o answers.parquet` writes a column `id` that is blank for records without one, so that
# leaving out one record by `!=` leaves out all of those, too. `recourse batch cases.parquet` itself filters nothing, and
# takes a blank for a question without an answer (commands/shared/parquet.py).
#
# Seen on 2026-11-27: as written below. Fails if pyarrow answers otherwise. Needs a package index.
# Usage: findings/parquet-not-in-keeps-blanks.sh   (PYTHON=… for another interpreter)
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m pip install --quiet --no-deps --no-cache-dir --disable-pip-version-check \
    --target "$folder/arrow" "pyarrow==26.0.1" 2>"$folder/pip.log" || { cat "$folder/pip.log" >&2; exit 2; }
PYTHONPATH="$folder/arrow" "$python" - "$folder/table.parquet" <<'PY' | tee "$folder/seen"
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

assert pa.__version__ == "26.0.1"
pq.write_table(pa.table({"said": ["x", "y", None], "number": [1, 2, None]}), sys.argv[1])
said, number = pc.field("said"), pc.field("number")
FILTERS = {
    "said != x": [("said", "!=", "x")],
    "said not in [x]": [("said", "not in", ["x"])],
    "not said == x": ~(said == "x"),
    "not said.isin([x])": ~said.isin(["x"]),
    "number != 1": [("number", "!=", 1)],
    "number not in [1]": [("number", "not in", [1])],
    "number not in [1, None]": [("number", "not in", [1, None])],
}
for name, asked in FILTERS.items():
    found = pq.read_table(sys.argv[1], filters=asked)
    print(f"{name}:", found[name.removeprefix("not ").split()[0].split(".")[0]].to_pylist())
PY
cat >"$folder/expected" <<'SEEN'
said != x: ['y']
said not in [x]: ['y', None]
not said == x: ['y']
not said.isin([x]): ['y', None]
number != 1: [2]
number not in [1]: [2, None]
number not in [1, None]: [2]
SEEN
if diff -u "$folder/expected" "$folder/seen" >&2; then
    echo "as seen on 2026-11-27: what is blank is lost to != and kept by not in"
else
    echo "not as seen on 2026-11-27" >&2
    exit 1
fi
