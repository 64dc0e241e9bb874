"""What commands load when they need it, loaded once before they are forked: libraries, the model of
languages, and the attacks. The calls that loading makes are met by acts that start anew.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

import archive
import cli
import index
from archive.text.language import detect_language
from index.query.parse import parse

_LIBRARIES = (
    "Stemmer", "click._termui_impl", "click._textwrap", "encodings.cp437", "filelock", "markdown",
    "nh3", "numpy.ma", "tomli_w", "yaml", "zstandard",
)  # fmt: skip
_ATTACKS = ("tests.torture.calls", "tests.torture.kills", "tests.torture.points")

_modules = [
    module.name
    for package in (archive, cli, index)
    for module in walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.endswith("__main__")
]
for _name in (*_modules, *_LIBRARIES, *_ATTACKS):
    with suppress(ImportError):  # of what is not installed
        import_module(_name)
parse("oil OR (river bridge* -Syria)")
detect_language("The bridge across the river was closed by the ministry for most of the week.")
gc.freeze()  # so that looking for cyles copies none of it
