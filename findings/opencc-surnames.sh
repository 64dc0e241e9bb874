#!/usr/bin/env bash
# OpenCC's conversion to traditional Chinese changes surnames that are written alike in both scripts.
#
# One would guess: a name in simplified characters becomes the name as its bearer writes it in Taiwan or
#   Hong Kong, and where a character was never simplified it stays.
# What happens: 范 and 于 are surnames in both scripts, and simplified forms of other words (範, 於). The
#   conversion by phrases, s2t, takes them for the words unless its dictionary has the very name. The table
#   of characters alone offers both; which is meant, no table can tell.
# Why it matters to an archive: a query for the journalist 范長江 that is converted by s2t looks for 範長江,
#   whom no paper has written about, and 于 becomes a preposition. Every form that the characters allow has to
#   be tried, and the archive's own words have to decide.
# Seen with: OpenCC 1.4.2 (PyPI), configurations s2t and t2s.
# Source: the package's dictionaries STPhrases and STCharacters
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check OpenCC==1.4.2
"$folder/venv/bin/python" - <<'PYTHON'
from opencc import OpenCC

to_traditional, to_simplified = OpenCC("s2t").convert, OpenCC("t2s").convert
for name in ("范长江", "于浩然", "范仲淹"):
    print(name, "->", to_traditional(name), "-> back:", to_simplified(to_traditional(name)))
assert to_traditional("范长江") == "範長江"  # the journalist is 范長江
assert to_traditional("于浩然") == "於浩然"
assert to_traditional("范仲淹") == "范仲淹"  # this name is in the dictionary
assert to_simplified("範長江") == to_simplified("范長江") == "范长江"
print("As described.")
PYTHON
