#!/usr/bin/env bash
# Orama cuts names at every letter that the language of the index does not have: in German Orbán is "orb" and "n".
#
# One would guess: the language of an index chooses the stemmer and the small words. A name from abroad is one word in
#   any of them, and may be typed without its marks, which the tokenizer takes off.
# What happens: each language has a list of letters, and whatever is in none is a gap between words; marks are taken off
#   the pieces, later. German knows ä ö ü ß: Orbán becomes "orb" and "n", Erdoğan "erdo" and "an", Wałęsa "wa" and "sa".
#   English knows à è é ì ò ó ù. "Orban" finds nothing then, "orb" finds the man, and "Erdoğan" what has an "an" in it.
#   With Spanish, which has á, Orbán is one word.
# Why it matters to an archive: the names in the news are foreign. Those of one's own country are found, so that a test
#   with them shows nothing. A tokenizer of one's own, which cuts at what is no letter (\p{L}), is the way out.
# Seen with: @orama/orama 3.1.18 (npm); Node.js
# Source: SPLITTERS in the package's components/tokenizer/languages.js, and `tokenize` beside it; Orama's issue 230
#   (closed), on English
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" @orama/orama@3.1.18 >"$folder/log" 2>&1 \
    || { cat "$folder/log" >&2; exit 1; }
cat >names.mjs <<'JS'
import assert from "node:assert/strict";
import { create, insert, search } from "@orama/orama";

const ARTICLES = {
  erdogan: "Recep Tayyip Erdoğan",
  orban: "Viktor Orbán, Ungarn",
  river: "Die Fähre legt an",
};

function found(language, term) {
  const index = create({ schema: { text: "string" }, language });
  for (const [id, text] of Object.entries(ARTICLES)) insert(index, { id, text });
  return search(index, { term }).hits.map((hit) => hit.id).sort();
}

function words(language, text) {
  return create({ schema: { text: "string" }, language }).tokenizer.tokenize(text, language);
}

function check(got, expected, what) {
  console.log(`${what}: ${got.join(" ") || "nothing"}`);
  assert.deepEqual(got, expected);
}

check(words("german", "Orbán Erdoğan Wałęsa Fähre"), ["orb", "n", "erdo", "an", "wa", "sa", "fahre"], "German words");
check(words("english", "Orbán Erdoğan Wałęsa"), ["orb", "n", "erdo", "an", "wa", "sa"], "English words");
check(words("spanish", "Orbán"), ["orban"], "Spanish words");
check(found("german", "Orban"), [], "Orban, in German");
check(found("german", "orb"), ["orban"], "orb, in German");
check(found("german", "Erdoğan"), ["erdogan", "river"], "Erdoğan, in German");
check(found("german", "Fahre"), ["river"], "Fahre, in German");
check(found("spanish", "Orban"), ["orban"], "Orban, in Spanish");
JS
node names.mjs
echo "As described."
