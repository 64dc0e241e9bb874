#!/usr/bin/env bash
# tantivy's standard tokenizer passes over words of 20 Cyrillic or 14 Georgian letters, in the query too.
#
# One would guess: words of more than 40 characters are left out, as the documentation says: addresses and
#   encoded pictures, no words of a language.
# What happens: a word of 40 bytes of UTF-8 is out already. That is an everyday one in Russian (сельскохозяйственный,
#   agricultural), "for Georgia" in Georgian, and whatever Chinese has 14 characters without a comma. A query loses
#   the word as well: by itself it finds nothing, and with another word it finds what has only that.
# Why it matters to an archive: the script of a paper decides what of it can be found, whole headlines in Chinese are
#   not in the index, and a search for all words answers with articles that lack one. A tokenizer without the
#   limit, or with another, has to be registered.
# Seen with: tantivy 0.27.0 (PyPI)
# Source: the documentation of tantivy::tokenizer ("default": 40 chars) and of RemoveLongFilter (bytes)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tantivy==0.27.0
"$folder/venv/bin/python" - <<'PYTHON'
from tantivy import Document, Filter, Index, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

AGRICULTURAL = "сельскохозяйственный"  # 20 letters, 40 bytes
TEXTS = [f"{AGRICULTURAL} банк", "центральный банк", "საქართველოსთვის", "大桥周五重新开放欢迎各界人士", "大桥重新开放"]


def index_of(tokenizer):
    index = Index(SchemaBuilder().add_text_field("text", stored=True, tokenizer_name=tokenizer).build())
    lowercase = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).build()
    index.register_tokenizer("without a limit", lowercase)
    writer = index.writer(15_000_000, 1)
    for text in TEXTS:
        writer.add_document(Document(text=[text]))
    writer.commit()
    index.reload()
    return index


def found(index, words):
    query = index.parse_query(words, ["text"], conjunction_by_default=True)
    searcher = index.searcher()
    return sorted(searcher.doc(address)["text"][0] for _, address in searcher.search(query, 9).hits)


standard, unlimited = index_of("default"), index_of("without a limit")
for words in (AGRICULTURAL, *TEXTS[2:], TEXTS[0]):
    print(f"{words} ({len(words)} characters): {found(standard, words)}")
assert found(standard, AGRICULTURAL) == []
assert found(standard, TEXTS[2]) == found(standard, TEXTS[3]) == []
assert found(standard, TEXTS[4]) == [TEXTS[4]]  # six characters
assert found(standard, TEXTS[0]) == sorted(TEXTS[:2])  # both words were asked for
assert all(found(unlimited, text) == [text] for text in (TEXTS[0], *TEXTS[2:]))
print("As described.")
PYTHON
