#!/usr/bin/env bash
# Snowball's Arabic stemmer takes the first letter off whole words, but not behind the article.
#
# One would guess: prefixes such as و (and), ب (in), ل (to), ف (so) are taken off where they are
#   prefixes, and a noun has one stem with the article ال and without it.
# What happens: the first letter of many everyday nouns and names goes too (فلسطين, Palestine, becomes
#   لسط; وزارة, ministry, becomes زار, "he visited"), so فيصل (Faisal) and يصل (he arrives) are one
#   word; with the article the letter stays, so وزارة and الوزارة (the ministry) are two. A real و
#   before أوكرانيا (Ukraine) does go, but not before الرئيس (the president).
# Why it matters to an archive: a search for a ministry finds visits, a search for a country or a man
#   finds verbs, and the same noun with its article is missed; nothing shows it.
# Seen with: PyStemmer 3.1.0 (Snowball 3), Python 3.11.
# Source: the algorithm's rules for noun prefixes, snowballstem.org/algorithms/arabic/stemmer.html
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PyStemmer==3.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from Stemmer import Stemmer

stem = Stemmer("arabic").stemWord
seen = {
    word: stem(word)
    for word in ("فلسطين", "وزارة", "الوزارة", "زار", "فيصل", "يصل", "وأوكرانيا", "أوكرانيا", "والرئيس", "الرئيس")
}
for word, stemmed in seen.items():
    print(word, "->", stemmed)
assert seen["فلسطين"] == "لسط"
assert seen["وزارة"] == seen["زار"] != seen["الوزارة"]
assert seen["فيصل"] == seen["يصل"]
assert seen["وأوكرانيا"] == seen["أوكرانيا"]
assert seen["والرئيس"] != seen["الرئيس"]
print("As described.")
PYTHON
