#!/usr/bin/env bash
# Since 2022 the time zone of Stockholm has Berlin's summer time in 1943, and Amsterdam's has Brussels' clock in 1938.
#
# One would guess: Europe/Stockholm is the time that was kept in Stockholm, and a newer release knows the past at
#   least as well as an older one.
# What happens: times before 1970 are no aim of the database. Its release 2022b made one zone of those that agree since
#   then, and the whole past of the larger place became that of the smaller: Sweden, neutral and without summer time, has
#   Germany's of the war; Oslo and Copenhagen have Berlin's of 1947 and 1949; the Dutch clock, 20 minutes ahead of
#   Greenwich, is gone. The package tzdata of before has what was true there. Python asks for the system's files first,
#   and Debian builds these with the old zones (PACKRATLIST), so the same program tells another time there.
# Why it matters to an archive: a dispatch stamped in local time is put an hour off, perhaps in front of the
#   event that it reports, by an upgrade in which nobody looks for it, on some machines only. All younger is
#   right.
# Seen with: tzdata 2022.1 (PyPI), the last of before, and tzdata 2026.6
# Source: the announcement of 2022b ("Finish moving duplicate-since-1970 zones"); `_new_instance` in Python's
#   zoneinfo/_zoneinfo.py; of Debian's files, those of its tzdata 2025b-0+deb12u2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in 2022.1 2026.6; do
    python3 -m venv "$folder/$release"
    "$folder/$release/bin/pip" install --quiet --disable-pip-version-check "tzdata==$release"
    PYTHONTZPATH="" "$folder/$release/bin/python" - >"$folder/$release.txt" <<'PYTHON' # the package's files alone
from datetime import datetime
from zoneinfo import ZoneInfo

NOONS = {
    "Europe/Stockholm": [(1943, 7, 1), (1990, 7, 1)],
    "Europe/Oslo": [(1947, 7, 1), (1990, 7, 1)],
    "Europe/Copenhagen": [(1949, 7, 1), (1990, 7, 1)],
    "Europe/Amsterdam": [(1938, 1, 10), (1990, 7, 1)],
}
for zone, days in NOONS.items():
    for day in days:
        print(zone, "-".join(map(str, day)), datetime(*day, 12, tzinfo=ZoneInfo(zone)).utcoffset())
PYTHON
    echo "tzdata $release:" && cat "$folder/$release.txt"
done
diff "$folder/2022.1.txt" - <<'TEXT'
Europe/Stockholm 1943-7-1 1:00:00
Europe/Stockholm 1990-7-1 2:00:00
Europe/Oslo 1947-7-1 1:00:00
Europe/Oslo 1990-7-1 2:00:00
Europe/Copenhagen 1949-7-1 1:00:00
Europe/Copenhagen 1990-7-1 2:00:00
Europe/Amsterdam 1938-1-10 0:20:00
Europe/Amsterdam 1990-7-1 2:00:00
TEXT
diff "$folder/2026.6.txt" - <<'TEXT'
Europe/Stockholm 1943-7-1 2:00:00
Europe/Stockholm 1990-7-1 2:00:00
Europe/Oslo 1947-7-1 2:00:00
Europe/Oslo 1990-7-1 2:00:00
Europe/Copenhagen 1949-7-1 2:00:00
Europe/Copenhagen 1990-7-1 2:00:00
Europe/Amsterdam 1938-1-10 0:00:00
Europe/Amsterdam 1990-7-1 2:00:00
TEXT
echo "As described."
