"""Which language a text is in: as its source declares it, or as its letters and words tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from archive.text.plain import fold_line

# Fewer do not tell; for these the guesser has to be surer than for more.
LEAST_LETTERS = 24
FEW_LETTERS = 40
# Enough for certainty; reading more only costs time. Of a longer text half of it is the beginning,
# the rest its middle and its end: there a translation may stand.
MOST_CHARACTERS = 600
# How sure the guesser has to be, and how many letters halves need to be looked at one by one.
# Chosen on one half of the reports that `benchmarks/languages.py` measures on.
_SURE, _SURE_OF_FEW = 0.6, 0.7
_LETTERS_OF_HALVES = 160
_CHARACTERS_OF_A_HALF = 150  # its outer ones: two languages differ there, and less costs less
# Of the letters of a text, by the script that most are in. What has less is in two languages.
_MOST_LETTERS = 0.7
_LEAST_KANA = 0.1

# What the guesser may say. It knows others, which names and abbreviations look like.
_LANGUAGES = (
    "af", "am", "ar", "ary", "arz", "as", "az", "ba", "be", "bg", "bn", "br", "bs", "ca", "cs",
    "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fo", "fr", "fy", "ga", "gd",
    "gl", "gu", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "is", "it", "ja", "jv", "ka",
    "kk", "km", "kn", "ko", "ku", "ky", "lb", "lg", "ln", "lo", "lt", "lv", "mg", "mk", "ml", "mn",
    "mr", "ms", "mt", "my", "ne", "nl", "nn", "no", "nso", "oc", "om", "or", "pa", "pl", "ps", "pt",
    "qu", "ro", "ru", "rw", "sdh", "se", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "sv", "sw",
    "ta", "te", "tg", "th", "tk", "tl", "tr", "tt", "ug", "uk", "ur", "uz", "vi", "xh", "yo", "zh",
    "zu",
)  # fmt: skip
# Those that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# Those that are written in letters of either kind, by country or by age.
_EITHER = frozenset({"az", "ha", "kk", "ks", "ku", "ky", "ms", "pa", "tg", "tk", "tt", "uz"})
_LEFT_TO_RIGHT = frozenset(_LANGUAGES) - RIGHT_TO_LEFT - _EITHER
# Forms of a language that an archive holds under one code.
_PART_OF = {
    "nb": "no", "nn": "no", "arz": "ar", "ary": "ar", "sdh": "ku",
}  # fmt: skip
# Scripts of one language, as Unicode begins the names of their letters.
_ONLY_ONE = {
    "ARMENIAN": "hy", "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu", "GURMUKHI": "pa",
    "HANGUL": "ko", "KANNADA": "kn", "KHMER": "km", "LAO": "lo", "MALAYALAM": "ml",
    "MYANMAR": "my", "ORIYA": "or", "SINHALA": "si", "TAMIL": "ta", "TELUGU": "te", "THAANA": "dv",
    "THAI": "th",
}  # fmt: skip
_YIDDISH = re.compile("[װױײ]|א[ַָ]")
# Letters of Sindhi, Chechen, Chuvash, Sakha and others, which the guesser takes for what it knows.
_NOT_LEARNT = re.compile("[ٻڀٿڄڃڏڳڪӀӏӑӗӳӕӧӱӹӝӟӥӵҕҧҩҭҵҟҥ]")
_UKRAINIAN, _NOT_UKRAINIAN = re.compile("[їЇ]"), re.compile("[ыъэЫЪЭ]")  # of Rusyn, both
_WORD = re.compile(r"[^\s.,;:!?()\[\]\"“”„«»…।،۔'’*_-]+")
# Of the words of a text, those that only another language has; and how many different ones.
_LEAST_FOREIGN, _LEAST_DIFFERENT = 0.05, 2
_NO_LANGUAGE = re.compile("und|mul|zxx|mis|q[a-t][a-z]")


def language_code(declared: str | None) -> str | None:
    """A declared language, as a tag or by name, as its shortest code without a country: "en-GB",
    "eng" and "English" -> "en". None where it is no language.
    """
    if not declared:
        return None
    tag = re.split(r"[-_]", declared.strip().lower())[0]
    if tag not in _LANGUAGES:
        names = _codes_by_name()
        name = fold_line(declared.partition("(")[0].strip())
        tag = names.get(name) or names.get(tag) or (tag if len(tag) == 3 else "")
        if not re.fullmatch("[a-z]{2,3}", tag) or _NO_LANGUAGE.fullmatch(tag):
            return None
    return _PART_OF.get(tag, tag)


def direction(language: str | None) -> str:
    """How text in a language runs, as HTML says it: "rtl", "ltr", or "auto" where only the letters
    of the text can tell.
    """
    if language in RIGHT_TO_LEFT:
        return "rtl"
    return "ltr" if language in _LEFT_TO_RIGHT else "auto"


def detect_language(text: str) -> str | None:
    """The language of a text, or None where too little of it, or too much of another, leaves a
    doubt.
    """
    parts = _parts(text)
    sample = "\n".join(parts)
    letters = list(filter(str.isalpha, sample))
    beyond = [] if sample.isascii() else [char for char in letters if char > "\u036f"]
    wide = sum(1 for char in beyond if char > "\u2e80")  # one such letter says as much as two
    many = len(letters) + wide
    if many < LEAST_LETTERS:
        return None
    if len(beyond) + wide > many * (1 - _MOST_LETTERS):
        told, code = _by_script(letters, sample)
        if told:
            return code
    if sample.isupper():
        sample, parts = sample.lower(), [part.lower() for part in parts]
    if many >= _LETTERS_OF_HALVES:
        code, sureness = _guess_of_parts(text, sample, parts)
    else:
        code, sureness = _guess(sample)
    sure = sureness >= (_SURE if many >= FEW_LETTERS else _SURE_OF_FEW)
    return code if sure and code and not _not_learnt(sample, code) else None


def _by_script(letters: list[str], sample: str) -> tuple[bool, str | None]:
    """Whether the script alone tells the language, and which; none where there are two scripts."""
    scripts: Counter[str] = Counter()
    for char in letters:
        scripts[unicodedata.name(char, "").partition(" ")[0]] += 2 if char > "\u2e80" else 1
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    east_asian = kana + scripts["CJK"]
    if east_asian >= scripts.total() * _MOST_LETTERS:
        return True, "ja" if kana >= east_asian * _LEAST_KANA else "zh"
    script, most = scripts.most_common(1)[0]
    if most < scripts.total() * _MOST_LETTERS:
        return True, None
    if script == "HEBREW":
        pointed = len(_YIDDISH.findall(sample)) > 2
        return True, "yi" if pointed or _not_learnt(sample, "he") else "he"
    if script in ("ARABIC", "CYRILLIC") and len(_NOT_LEARNT.findall(sample)) > 1:
        return True, None
    return script in _ONLY_ONE, _ONLY_ONE.get(script)


def _not_learnt(sample: str, code: str) -> bool:
    """Whether a text has words of a language that is only taken for this one."""
    if code == "uk":
        return bool(_UKRAINIAN.search(sample)) and len(_NOT_UKRAINIAN.findall(sample)) > 2
    others = _words_of_others().get(code)
    if not others:
        return False
    words = _WORD.findall(sample.lower())
    for other in others:
        found = [word for word in words if word in other]
        if len(found) >= len(words) * _LEAST_FOREIGN and len(set(found)) >= _LEAST_DIFFERENT:
            return True
    return False


def _parts(text: str) -> list[str]:
    """What is looked at: of a long text three stretches of it, else all."""
    if len(text) <= MOST_CHARACTERS:
        return [text]
    length = MOST_CHARACTERS // 4
    middle = (len(text) - length) // 2
    return [text[: 2 * length], text[middle : middle + length], text[-length:]]


def _guess_of_parts(text: str, sample: str, parts: list[str]) -> tuple[str | None, float]:
    """The language that all parts of a text are in, or both its halves where it is one; none where
    two are surely in different ones, and more than a quotation is.
    """
    if len(parts) == 1:
        length = min(len(sample) // 2, _CHARACTERS_OF_A_HALF)
        parts = [sample[:length], sample[-length:]]
    guesses = [_guess(part[:_CHARACTERS_OF_A_HALF]) for part in parts]
    if len({code for code, _ in guesses}) == 1:
        return max(guesses, key=itemgetter(1))
    sure = [code for code, sureness in guesses if sureness >= _SURE]
    if len(set(sure)) < 2:
        return _guess(sample)
    code, times = Counter(sure).most_common(1)[0]
    if times < 2 or _goes_on(text, set(sure) - {code}):
        return None, 1.0
    return code, 1.0


def _goes_on(text: str, others: set[str]) -> bool:
    """Whether a long text is in one of the others in more places than a quotation takes."""
    places = (len(text) * eighth // 8 for eighth in range(1, 8))
    stretches = (text[at : at + _CHARACTERS_OF_A_HALF] for at in places)
    guesses = [code for code, sureness in map(_guess, stretches) if sureness >= _SURE]
    return sum(code in others for code in guesses) > 1


def _guess(sample: str) -> tuple[str, float]:
    """The likeliest language of a text, and how likely it is, from 0 to 1."""
    code, sureness = _identifier().classify(sample)
    return code, sureness


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(_LANGUAGES)
    return LanguageIdentifier(
        whole.nb_ptc.astype("float32", order="C"),  # as it is read, by rows, and reckoned with
        whole.nb_pc,
        [_PART_OF.get(code, code) for code in whole.nb_classes],  # those of one name count as one
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )


@lru_cache(maxsize=1)
def _words_of_others() -> dict[str, list[frozenset[str]]]:
    """The words of the languages that are taken for each, which it does not have."""
    words: dict[str, list[frozenset[str]]] = {}
    for line in _table("not_learnt.txt"):
        _, taken_for, own = line.split("|")
        for code in taken_for.split():
            words.setdefault(code, []).append(frozenset(own.split()))
    return words


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    """Other codes and the names of languages, folded, each with the code of the language."""
    codes: dict[str, str] = {}
    for line in _table("language_names.txt"):
        code, *names = line.split("|")
        codes |= dict.fromkeys((code, *names), code)
    return codes


def _table(name: str) -> list[str]:
    table = files("archive.text").joinpath(name).read_text(encoding="utf-8")
    return [line for line in table.splitlines() if not line.startswith("#")]
