#!/usr/bin/env bash
# PyThaiNLP and Java date Thai papers of January to March before 1941 a year early.
#
# One would guess: a Thai year is the common one and 543, which both document, and with it any day of it is known.
# What happens: until 1940 the Thai year began on 1 April; 2483 had nine months, and 1 January 1941 was the first of
#   2484. So 20 March 2482 was in 1940, the last month of a year that had begun in April 1939. Both take 543 off, and
#   give 1939. They also take 15 February 2483, a day that never was. PyThaiNLP warns of it for `convert_years`, not
#   for `thai_strptime`, which reads the dates.
# Why it matters to an archive: a quarter of each volume of a paper printed before 1941 goes to the year before, so
#   March comes ahead of the April it followed on, and news of the war before the war. All that is younger is right.
# Seen with: pythainlp 5.4.0 (PyPI); java.time.chrono.ThaiBuddhistDate of JDK 17 and 25
# Source: PyThaiNLP's documentation of convert_years; Java's of ThaiBuddhistChronology ("aligned such that 2484-01-01
#   is 1941-01-01"); Joda-Time's of its Buddhist calendar (accurate from 1941 only); on the nine months of 2483, The
#   Nation (Thailand), 25 May 2025
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pythainlp==5.4.0 tzdata==2026.6
"$folder/venv/bin/python" - <<'PYTHON'
from pythainlp.util import thai_strptime

READ = {
    "20 มีนาคม 2482": "1939-03-20",  # printed on 20 March 1940
    "1 เมษายน 2482": "1939-04-01",  # right, and 354 days before that
    "15 กุมภาพันธ์ 2483": "1940-02-15",  # no such day
    "1 มกราคม 2484": "1941-01-01",  # right
}
for text, day in READ.items():
    found = thai_strptime(text, "%d %B %Y").date().isoformat()
    print(f"PyThaiNLP: {text} is {found}")
    assert found == day
PYTHON
cat >"$folder/Thai.java" <<'JAVA'
import java.time.LocalDate;
import java.time.chrono.ThaiBuddhistDate;

public class Thai {
    public static void main(String[] arguments) {
        int[][] days = {{2482, 3, 20, 1939}, {2482, 4, 1, 1939}, {2483, 2, 15, 1940}, {2484, 1, 1, 1941}};
        for (int[] day : days) {
            LocalDate found = LocalDate.from(ThaiBuddhistDate.of(day[0], day[1], day[2]));
            System.out.println("Java: " + day[0] + "-" + day[1] + "-" + day[2] + " is " + found);
            if (found.getYear() != day[3]) throw new AssertionError();
        }
    }
}
JAVA
java "$folder/Thai.java"
echo "As described."
