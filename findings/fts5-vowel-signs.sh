#!/usr/bin/env bash
# SQLite's FTS5 cuts words of India and Thailand at their vowel and tone signs, and finds other words by the rest.
#
# One would guess: unicode61 cuts at blanks and punctuation, so that a Hindi word is one token.
# What happens: letters and numbers are of a word, marks are not, and the vowels of Devanagari, Bengali or Tamil
#   and the tones of Thai are marks. A word falls into consonants, and as a query it becomes their phrase: दाल
#   (lentils) finds दिल्ली (Delhi), and ข่าว (news) finds ข้าว (rice). Naming the categories of marks too
#   ("categories 'L* N* Co Mn Mc'") mends it; `remove_diacritics 0` does not.
# Why it matters to an archive: searches in these languages look as if they worked, for the right articles are
#   found as well. The statistics of words count single consonants.
# Seen with: SQLite 3.54.1, as in apsw 3.54.1.0 (PyPI)
# Source: sqlite.org/fts5.html, "Unicode61 Tokenizer" (`categories`)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import apsw

TEXTS = ["दिल्ली में बारिश", "दाल महंगी", "ข่าว", "ข้าว"]
database = apsw.Connection(":memory:")


def searched(name, tokenizer):
    database.execute(f'CREATE VIRTUAL TABLE {name} USING fts5(text, tokenize="{tokenizer}")')
    database.executemany(f"INSERT INTO {name} VALUES (?)", [(text,) for text in TEXTS])
    asked = f"SELECT text FROM {name} WHERE {name} MATCH ? ORDER BY rowid"
    found = {word: [text for (text,) in database.execute(asked, (word,))] for word in ("दाल", "ข่าว")}
    print(f"{tokenizer}: {found}")
    return found


plain = searched("plain", "unicode61")
kept = searched("kept", "unicode61 remove_diacritics 0")
marks = searched("marks", "unicode61 categories 'L* N* Co Mn Mc'")
assert plain == kept == {"दाल": ["दिल्ली में बारिश", "दाल महंगी"], "ข่าว": ["ข่าว", "ข้าว"]}
assert marks == {"दाल": ["दाल महंगी"], "ข่าว": ["ข่าว"]}
print("As described.")
PYTHON
