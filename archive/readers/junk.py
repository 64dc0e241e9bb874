"""Files that are no article, and what they are instead: program source, subtitles, lists ..."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_CODE_ENDINGS = {
    "py": "Python", "js": "JavaScript", "mjs": "JavaScript", "ts": "TypeScript", "tsx":
    "TypeScript", "jsx": "JavaScript", "java": "Java", "c": "C", "h": "C", "cpp": "C++", "cc":
    "C++", "hpp": "C++", "cs": "C#", "go": "Go", "rs": "Rust", "rb": "Ruby", "php": "PHP", "pl":
    "Perl", "pm": "Perl", "sh": "shell", "bash": "shell", "bat": "batch", "ps1": "PowerShell",
    "r": "R", "jl": "Julia", "scala": "Scala", "kt": "Kotlin", "swift": "Swift", "lua": "Lua",
    "sql": "SQL", "css": "CSS", "scss": "CSS", "less": "CSS", "vue": "Vue", "ipynb": "a notebook",
    "tex": "TeX", "m": "Objective-C or MATLAB", "toml": "settings", "ini": "settings", "cfg":
    "settings", "yml": "settings", "yaml": "settings", "lock": "settings", "map": "settings",
    "make": "make", "cmake": "CMake",
}  # fmt: skip
_CODE_LINE = re.compile(
    r"^\s*(?:#!\s*/|#include\s*[<\"]|import [\w.]+(?:;| as \w+)?$|from [\w.]+ import \w|"
    r"(?:async )?def \w+\(.*\).*:$|class \w+(?:\(.*\))?:$|(?:export )?(?:const|let|var) \w+ ?=|"
    r"function \w*\(.*\) ?\{|package [\w.]+;?$|using [\w.]+;$|public (?:static |final )*\w+|"
    r"func \w*\(.*\{$|fn \w+\(.*\{$|use [\w:]+(?:::\{.*\})?;$|<\?php|return .*;$|\} else \{$|"
    r"if \(.*\) \{$|for \(.*\) \{$|\}\)?;?$|//.*|/\*.*|\*/$|[\w.\[\]]+ = .*[;)]$|[\w.]+\(.*\);$|"
    r"(?:SELECT|INSERT INTO|CREATE TABLE|DROP TABLE) .*)"
)
_SURE_LINE = re.compile(
    r"^(?:#!\s*/|#include\s*[<\"]|import [\w.]+;?$|from [\w.]+ import \w|"
    r"[ \t]*(?:async )?def \w+\(.*|"
    r"package [\w.]+;|(?:export )?(?:const|let|var) \w+ ?=|function \w*\(|<\?php|using [\w.]+;|"
    r"[ \t]*public (?:static|class)|func \w*\(|[ \t]*fn \w+\(|use \w+(?:::\w+)+;|CREATE TABLE )",
    re.M,
)
_SRT = re.compile(r"(?:\d+\s*\n)?\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d[,.]\d{3}")
_VTT = re.compile(r"WEBVTT\b|\[Script Info\]|<tt(?: |>)[^>]*ttml")
_BOOKMARKS = re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file|<title>(?:Pocket Export|Instapaper: "
                        r"Export)</title>", re.I)  # fmt: skip
_LICENCE = re.compile(
    r"^[^\n]*(?:MIT License|Apache License|GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE|"
    r"BSD [23]-Clause|Mozilla Public License|The Unlicense|ISC License|Creative Commons Legal Code|"
    r"CC0 1\.0 Universal)|Permission is hereby granted, free of charge|"
    r"Redistribution and use in source and binary forms",
    re.I | re.M,
)
_LICENCE_NAME = re.compile(r"^(?:licen[sc]e|copying|notice|unlicense)(?:[._-].*)?$", re.I)
_README_NAME = re.compile(
    r"^(?:readme|changelog|changes|contributing|code_of_conduct|authors|install|makefile|"
    r"dockerfile|requirements)(?:\.\w+)?$",
    re.I,
)
_README_SIGN = re.compile(
    r"^[ \t]*(?:```|~~~|\$ |(?:pip3?|npm|yarn|brew|cargo|apt(?:-get)?|go|git|docker) "
    r"(?:install|clone|add|run|get|i) |#{1,3} (?:install(?:ation)?|usage|license|licence|"
    r"contributing|changelog|getting started|requirements|table of contents|unreleased)\b|"
    r"\[!\[|!\[[^\]]*\]\(https?://(?:img\.shields|badge|travis|codecov))",
    re.I | re.M,
)
_URL_LINE = re.compile(r"(?:https?://|www\.)\S+")
_LEAST_LINES = 3


def reason(start: str, name: str, kind: str | None) -> str | None:
    """What a file is that is no article, in words that say why it is left out; None for the rest.

    Asked of what would else be read as a text, a copied page, a table, Markdown or a web page
    (`kind`, the format's name), or not at all (None).
    """
    if _BOOKMARKS.search(start[:2000]):
        return (
            "a list of bookmarks, not an article: the pages themselves can be taken in, by their "
            "addresses"
        )
    return None if kind in (None, "html", "csv") else _no_text(start, name)


def _no_text(start: str, name: str) -> str | None:
    base = PurePosixPath(name.replace("\\", "/")).name
    lines = [line for line in start[:200_000].split("\n") if line.strip()]
    if _SRT.match(start) or _VTT.match(start[:500]):
        return "subtitles, not an article"
    if _is_licence(start, base):
        return "a licence, not an article"
    if _is_code(lines, start, base):
        return "program source or settings, not an article"
    if _README_NAME.match(base) and _README_SIGN.search(start):
        return "documentation of a program, not an article"
    if _is_addresses(lines):
        return (
            "a list of pages, not an article: the pages themselves can be taken in, by their "
            "addresses"
        )
    return None


def _is_licence(start: str, base: str) -> bool:
    if _LICENCE_NAME.match(base):
        return bool(re.search(r"\b(?:copyright|licen[sc]e)\b", start[:4000], re.I))
    head = start[:1500]
    return bool(_LICENCE.search(head)) and bool(
        re.search(
            r"WITHOUT WARRANT|AS IS|Version [23][.,]|TERMS AND CONDITIONS", start[:60_000], re.I
        )
    )


def _is_code(lines: list[str], start: str, base: str) -> bool:
    """Whether a file is source: by its ending and a look, or by most of its lines."""
    ending = base.rpartition(".")[2].lower() if "." in base else ""
    if ending in _CODE_ENDINGS:
        return True
    if start.startswith("#!/"):
        return True
    if len(lines) < _LEAST_LINES or not _SURE_LINE.search(start[:20_000]):
        return False
    shown = [line[:300] for line in lines[:400]]  # what comes later tells no more
    like_code = sum(
        bool(_CODE_LINE.match(line)) or line.startswith(("    ", "\t")) for line in shown
    )
    sentences = sum(len(line.split()) > 12 and line.rstrip().endswith(".") for line in shown)
    return like_code >= len(shown) * 0.5 and sentences <= len(shown) * 0.1


def _is_addresses(lines: list[str]) -> bool:
    """Whether nearly all lines are an address, alone or behind a word or a date."""
    if len(lines) < _LEAST_LINES:
        return False
    found = sum(bool(_URL_LINE.search(line)) and len(_URL_LINE.sub("", line).split()) <= 3
                for line in lines)  # fmt: skip
    return found >= len(lines) * 0.9
