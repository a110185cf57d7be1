#!/bin/sh
# What was seen of chinesecalendar: a calendar that covers a year, asked for a day of that year, answers without reserve,
# and a later release of it answers otherwise. Twice: the notice for 2019 moved the last days of 2018, and was itself
# amended for May 2019. Nothing in the answer tells a settled day from one that the next notice may still move.
#
# Installs the pinned releases 1.1.0 (notices to 2018), 1.2.0 (to 2019) and 1.2.2 (2019 as amended) into a temporary
# folder, asks each for the same days, and fails if an answer is not the one written below. Needs a package index.
# Usage: findings/calendar-reaches-back.sh   (PYTHON=… for another interpreter)
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for version in 1.1.0 1.2.0 1.2.2; do
    "$python" -m pip install --quiet --no-deps --no-cache-dir --disable-pip-version-check \
        --target "$folder/$version" "chinesecalendar==$version" 2>"$folder/pip.log" || { cat "$folder/pip.log" >&2; exit 2; }
    PYTHONPATH="$folder/$version" "$python" - "$version" <<'PY' >>"$folder/seen"
import sys
from datetime import date
from importlib.metadata import version

import chinese_calendar

assert version("chinesecalendar") == sys.argv[1]
DAYS = (date(2018, 12, 28), date(2018, 12, 29), date(2018, 12, 31), date(2019, 5, 2), date(2019, 5, 5))


def told(day):
    try:
        return "work" if chinese_calendar.is_workday(day) else "rest"
    except NotImplementedError:
        return "refused"


print(sys.argv[1], *(f"{day}={told(day)}" for day in DAYS))
PY
done

cat >"$folder/expected" <<'SEEN'
1.1.0 2018-12-28=work 2018-12-29=rest 2018-12-31=work 2019-05-02=refused 2019-05-05=refused
1.2.0 2018-12-28=work 2018-12-29=work 2018-12-31=rest 2019-05-02=work 2019-05-05=rest
1.2.2 2018-12-28=work 2018-12-29=work 2018-12-31=rest 2019-05-02=rest 2019-05-05=work
SEEN
cat "$folder/seen"
if diff -u "$folder/expected" "$folder/seen" >&2; then
    echo "as seen on 2026-11-27: a covered day changed with the next notice, and a notice changed in its own year"
else
    echo "not as seen on 2026-11-27" >&2
    exit 1
fi
