#!/usr/bin/env bash
# pySBD begins the sentence after a Chinese quotation with the mark that closes it, as papers of the mainland set it.
#
# One would guess: a closing mark of quotation belongs to the sentence it closes, as it does with pySBD's English, and
#   the rules for Chinese know the marks of Chinese newspapers.
# What happens: they know 「 」 and 《 》. Papers of the mainland quote in “ ”, so the text is cut before ”: the quotation
#   ends without its mark, and what is told next begins with it. Brackets （ ） are cut in the same way. In 「 」 a
#   quotation of two sentences is one piece with all that follows it; in “ ” the same words are three.
# Why it matters to an archive: a sentence shown as a passage, quoted or given to a translator has a mark too few or
#   too many, and who says what is tied to the wrong sentence. Papers of Taiwan keep their marks, so that a test on
#   those shows nothing.
# Seen with: pysbd 0.3.4 (PyPI)
# Source: pySBD's issue 99 (open), and pysbd/lang/chinese.py
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pysbd==0.3.4
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from pysbd import Segmenter

SAID = {
    "市长说：“桥已修好。”她来了。": ["市长说：“桥已修好。", "”她来了。"],
    "市长说：“桥已修好。明天开放。”她来了。": ["市长说：“桥已修好。", "明天开放。", "”她来了。"],
    "（桥已修好。）她来了。": ["（桥已修好。", "）她来了。"],
    "市長說：「橋已修好。明天開放。」她來了。": ["市長說：「橋已修好。明天開放。」她來了。"],
}
chinese = Segmenter(language="zh", clean=False)
for text, sentences in SAID.items():
    found = chinese.segment(text)
    print(" | ".join(found))
    assert found == sentences
english = Segmenter(language="en", clean=False).segment("He said: “The bridge is open. Come!” She came.")
print(" | ".join(english))
assert english == ["He said: “The bridge is open. Come!” ", "She came."]
print("As described.")
PYTHON
