"""All modules of the program, loaded once before commands are forked from it."""

from __future__ import annotations

from importlib import import_module

from cli.main import COMMANDS

for _module, _ in COMMANDS.values():
    import_module(_module)
import_module("index.engines.tantivy.engine")
import_module("index.engines.whoosh.engine")
import_module("archive.intake.ingest")
