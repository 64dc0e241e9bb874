"""Writes `language_names.txt` anew: what languages are called, from Unicode's CLDR.

    python -m archive.text.make_language_names

It needs Babel, which reads CLDR. Run it when Babel has learnt of more languages.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global

from archive.text.plain import fold_line

FILE = Path(__file__).with_name("language_names.txt")
HEAD = """\
# Codes of languages, and what else each is called: other codes, its names in English and in itself.
# Made by make_language_names.py of the names in CLDR.
"""
NO_LANGUAGES = ("und", "mul", "zxx", "mis", "root")
ALIKE = {"fil": "tl"}  # CLDR has it the other way round; the guesser says tl
# Names in use that CLDR does not give.
OTHERS = {
    "ar": ["modern standard arabic"], "bn": ["bengali"], "ca": ["valencian"], "ckb": ["sorani"],
    "dv": ["dhivehi", "maldivian"], "el": ["modern greek"], "es": ["castilian", "castellano"],
    "fa": ["farsi"], "gd": ["gaelic"], "ht": ["haitian"], "ku": ["kurmanji"], "ky": ["kirghiz"],
    "lb": ["letzeburgesch"], "no": ["bokmal", "nynorsk"], "or": ["oriya"], "pa": ["panjabi"],
    "ps": ["pushto"], "ro": ["moldovan", "moldavian"], "si": ["sinhalese"], "sl": ["slovene"],
    "tl": ["pilipino"], "ug": ["uighur"], "zh": ["mandarin", "mandarin chinese", "putonghua"],
}  # fmt: skip


def main() -> None:
    """Writes the file beside this one."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in Locale("en").languages.items():
        names[_code(code)] |= {fold_line(name), code.lower().partition("_")[0]}
    for code, meant in get_global("language_aliases").items():
        if "_" not in code:
            names[_code(meant)].add(code.lower())
    for code in list(names):
        if localedata.exists(code) and (own := Locale(code).languages.get(code)):
            names[code].add(fold_line(own))
        names[code].update(OTHERS.get(code, ()))
    lines = [
        "|".join((code, *sorted(names[code] - {code, ""})))
        for code in sorted(names)
        if code not in NO_LANGUAGES
    ]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _code(code: str) -> str:
    """The code of a language without its country and script, and the one that stands for it."""
    code = code.partition("_")[0]
    code = str(get_global("language_aliases").get(code, code)).partition("_")[0]
    return ALIKE.get(code, code)


if __name__ == "__main__":
    main()
