#!/usr/bin/env bash
# A press release with tracked changes says one thing as .docx by python-docx, and the opposite as RTF by striprtf.
#
# One would guess: a reader of text gives what a word processor prints: with the words that were inserted, without
#   those that were struck out.
# What happens: `paragraph.text` of python-docx has neither of them; words that were moved are nowhere. striprtf has
#   both, so what the editors struck out reads on as text. Neither says that the document holds changes.
# Why it matters to an archive: a release may go out with changes that nobody has accepted yet, and a "not" is a word
#   that is put in at the end, or struck out. The article is fluent and false, and the two formats of one release are
#   two stories. The runs have to be read from the XML (w:ins, w:moveTo), and \deleted has to be looked for.
# Seen with: python-docx 1.2.0, striprtf 0.0.35 (PyPI)
# Source: python-docx's issues 340 and 1123 (open); ECMA-376 part 1, 17.13.5; RTF 1.9.1, "Track Changes" (\deleted)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 striprtf==0.0.35
"$folder/venv/bin/python" - "$folder/release.docx" <<'PYTHON'
import sys

from docx import Document
from docx.oxml import parse_xml
from striprtf.striprtf import rtf_to_text

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WHO = 'w:id="1" w:author="Editor" w:date="2024-05-03T10:00:00Z"'


def run(text, element="t"):
    return f'<w:r><w:{element} xml:space="preserve">{text}</w:{element}></w:r>'


INSERTED = run("The ferry will ") + f"<w:ins {WHO}>{run('not ')}</w:ins>" + run("sail.")
DELETED = run("The ferry will ") + f"<w:del {WHO}>{run('not ', 'delText')}</w:del>" + run("sail.")
MOVED = [f"<w:{move} {WHO}>{run('Tickets cost the same.')}</w:{move}>" for move in ("moveFrom", "moveTo")]
document = Document()
for paragraph in (INSERTED, DELETED, *MOVED):
    document.element.body.insert(-1, parse_xml(f'<w:p xmlns:w="{SPACE}">{paragraph}</w:p>'))
document.save(sys.argv[1])
word = [paragraph.text for paragraph in Document(sys.argv[1]).paragraphs]

HEAD = r"{\rtf1\ansi{\*\revtbl{Unknown;}{Editor;}}"
rtf = [
    rtf_to_text(HEAD + rf"The ferry will {{{change} not }}sail.\par}}").strip()
    for change in (r"\revised\revauth1", r"\deleted\revauthdel1")
]
for each, name in ((word, "docx"), (rtf, "RTF")):
    print(f"{name:5} inserted: {each[0]}  struck out: {each[1]}")
assert word == ["The ferry will sail."] * 2 + [""] * 2
assert rtf == ["The ferry will not sail."] * 2
print("As described.")
PYTHON
