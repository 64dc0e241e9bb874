"""Files that are no article, and what they are instead: program source, subtitles, lists ..."""

from __future__ import annotations

import re
from collections.abc import Callable
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
    "make": "make", "cmake": "CMake", "hs": "Haskell", "clj": "Clojure", "cljs": "Clojure", "ex":
    "Elixir", "exs": "Elixir", "erl": "Erlang", "dart": "Dart", "ml": "OCaml", "fs": "F#", "vb":
    "Visual Basic", "f90": "Fortran", "asm": "assembler", "zig": "Zig", "nim": "Nim", "groovy":
    "Groovy", "gradle": "Gradle", "proto": "Protocol Buffers", "graphql": "GraphQL", "tf":
    "Terraform", "properties": "settings", "env": "settings", "sass": "CSS", "coffee":
    "CoffeeScript", "el": "Lisp", "lisp": "Lisp", "rkt": "Racket", "sol": "Solidity", "elm": "Elm",
    "awk": "awk", "vim": "Vim",
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
_CODE_NAMES = re.compile(
    r"^(?:(?:gnu)?makefile|dockerfile|containerfile|rakefile|gemfile|jenkinsfile|vagrantfile|"
    r"procfile|cmakelists\.txt|requirements[\w-]*\.txt|constraints\.txt)$",
    re.I,
)
_SRT_SIGN = r"(?:\d+\s*\n)?\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d[,.]\d{3}"
_VTT_SIGN = r"WEBVTT\b|\[Script Info\]|<tt(?: |>)[^>]*ttml|<SAMI\b"
_BOOKMARKED = (
    "a list of bookmarks, not an article: the pages themselves can be taken in, by their addresses"
)
_BOOKMARKS = re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file|<title>(?:Pocket Export|Instapaper: "
                        r"Export)</title>", re.I)  # fmt: skip
_SUBTITLES, _LOG = "subtitles, not an article", "the log of a program, not an article"
# How a file begins that is something else.
_BEGINNINGS = tuple(
    (re.compile(sign, re.I), what)
    for sign, what in (
        (_SRT_SIGN, _SUBTITLES),
        (_VTT_SIGN, _SUBTITLES),
        (r"BEGIN:VCALENDAR\b", "a calendar, not an article"),
        (r"BEGIN:VCARD\b", "contacts, not an article"),
        (r"-----BEGIN (?!PGP SIGNED)[A-Z0-9 ]{2,40}-----\s*\n", "a key or certificate"),
        (
            r"diff --git |--- \S.*\n\+\+\+ \S|Index: .*\n={20,}",
            "changes of program source (a patch)",
        ),
        (r"(?:#.*\n)*msgid \".*\"\s+msgstr \"", "translations of a program, not an article"),
        (r"(?:#.*\n|\s)*User-agent *: *\S+\s*\n", "rules for robots (robots.txt)"),
        (r"Opera Hotlist version", _BOOKMARKED),
        (r"Traceback \(most recent call last\):\s*\n", _LOG),
    )
)
# What nearly all lines of a file are that is something else.
_LINES = tuple(
    (re.compile(sign, re.I), what)
    for sign, what in (
        (r"\{\d+\}\{\d+\}", _SUBTITLES),
        (r"\[(?:\d+:\d\d(?:[.:]\d+)?|[a-z]{2,6}:.*)\]", "the words of a song with their times"),
        (r"\S+ \S+ \S+ \[\d\d/[a-z]{3}/\d{4}:\d\d:", _LOG),
        (r"\W?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.{0,60}\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|"
         r"WARNING|ERROR|FATAL|CRITICAL)\b", _LOG),
        (r"[a-z]{3} +\d+ \d\d:\d\d:\d\d [\w.-]+ [\w./-]+(?:\[\d+\])?: ", _LOG),
        (r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}) [ *]\S", "checksums of files"),
        (r"[\w.-]+\.\w+, *[\w.-]+, *(?:DIRECT|RESELLER)\b",
         "the list of a site's sellers (ads.txt)"),
    )
)  # fmt: skip
_SBV = re.compile(r"\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}$", re.M)
_JSON = (
    (re.compile(r'"text/x-moz-place|"roots"\s*:\s*\{\s*"bookmark_bar"'), _BOOKMARKED),
    (re.compile(r'\[\s*\[\s*"urlkey"\s*,\s*"timestamp"'),
     "the index of a crawl (CDX), which has no pages in it"),
)  # fmt: skip
_LICENCE = re.compile(
    r"^[^\n]*(?:MIT License|Apache License|GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE|"
    r"BSD [23]-Clause|Mozilla Public License|The Unlicense|ISC License|Creative Commons Legal Code|"
    r"CC0 1\.0 Universal|"
    r"Creative Commons Attribution[\w -]* [\d.]+ (?:\w+ )?(?:Public )?License)|"
    r"Permission is hereby granted, free of charge|"
    r"Redistribution and use in source and binary forms",
    re.I | re.M,
)
_LICENCE_NAME = re.compile(r"^(?:licen[sc]e|copying|notice|unlicense)(?:[._-].*)?$", re.I)
_README_NAME = re.compile(
    r"^(?:readme|changelog|changes|contributing|code_of_conduct|authors|install)(?:\.\w+)?$",
    re.I,
)
_README_SIGN = re.compile(
    r"^[ \t]*(?:```|~~~|\$ |(?:pip3?|npm|yarn|brew|cargo|apt(?:-get)?|go|git|docker) "
    r"(?:install|clone|add|run|get|i) |#{1,3} (?:install(?:ation)?|usage|license|licence|"
    r"contributing|changelog|getting started|requirements|table of contents|unreleased)\b|"
    r".*(?:\./configure\b|\bmake install\b)|"
    r"\[!\[|!\[[^\]]*\]\(https?://(?:img\.shields|badge|travis|codecov))",
    re.I | re.M,
)
_LINK_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*\[[^\]\n]*\]\((?:https?:)?//[^)\s]*\)[.,;]?\s*$")
_URL_LINE = re.compile(r"(?:https?://|www\.)\S+")
_LEAST_LINES = 3


def reason(start: str, name: str, kind: str | None) -> str | None:
    """What a file is that is no article, in words that say why it is left out; None for the rest.

    Asked of what would else be read as a text, a copied page, a table, Markdown or a web page
    (`kind`, the format's name), or not at all (None).
    """
    if _BOOKMARKS.search(start[:2000]):
        return _BOOKMARKED
    if kind == "json":
        return next((what for sign, what in _JSON if sign.search(start[:4000])), None)
    return None if kind in (None, "html", "csv") else _no_text(start, name)


def _no_text(start: str, name: str) -> str | None:
    base = PurePosixPath(name.replace("\\", "/")).name
    lines = [line for line in start[:200_000].split("\n") if line.strip()]
    if what := _other_kind(lines, start):
        return what
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


def _other_kind(lines: list[str], start: str) -> str | None:
    """What a file is by how it begins, or by what nearly all of its lines are."""
    for sign, what in _BEGINNINGS:
        if sign.match(start[:4000]):
            return what
    if _SBV.match(start[:100]):
        return _SUBTITLES
    shown = [line[:300] for line in lines[:400]]
    for sign, what in _LINES:
        if len(shown) > 1 and _nearly_all(sign.match, shown):
            return what
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
    if ending in _CODE_ENDINGS or _CODE_NAMES.match(base):
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
    lines = [line for line in lines if not line.startswith("#")] or lines
    return _nearly_all(_is_link, lines)


def _nearly_all(holds: Callable[[str], object], lines: list[str]) -> bool:
    """Whether nine lines of ten are so; of most texts the first ones tell that they are not."""
    others = 0
    for line in lines:
        if not holds(line):
            others += 1
            if others > len(lines) * 0.1:
                return False
    return True


def _is_link(line: str) -> bool:
    if _LINK_LINE.match(line):
        return True
    return bool(_URL_LINE.search(line)) and len(_URL_LINE.sub("", line).split()) <= 3
