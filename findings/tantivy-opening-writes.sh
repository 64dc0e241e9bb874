#!/usr/bin/env bash
# tantivy writes into the folder of an index that is opened for reading, and whoever may not is refused.
#
# One would guess: to open an index and to search it changes nothing on the disk.
# What happens: `Index.open` takes a lock while it loads the files of the segments, and the lock is a file,
#   `.tantivy-meta.lock`, which is made in the folder where it is missing and stays there when all is closed.
#   Where the folder may only be read, opening fails, though all of the index can be read.
# Why it matters to an archive: one on a read-only disk, or of somebody else's, cannot be searched where it
#   lies, and a folder that was listed with its checksums is another one after the first search.
# Seen with: tantivy 0.27.0 (PyPI)
# Source: the documentation of tantivy's `META_LOCK`
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tantivy==0.27.0
"$folder/venv/bin/python" - "$folder/index" <<'PYTHON'
import os
import sys
from pathlib import Path

import tantivy

folder = Path(sys.argv[1])
folder.mkdir()
schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
index = tantivy.Index(schema, str(folder))
writer = index.writer(15_000_000, 1)
writer.add_document(tantivy.Document(text=["A ferry"]))
writer.commit()
writer.wait_merging_threads()
del writer, index
for lock in folder.glob(".tantivy-*.lock"):
    lock.unlink()
before = {path.name for path in folder.iterdir()}

index = tantivy.Index.open(str(folder))
assert index.searcher().num_docs == 1
del index
made = {path.name for path in folder.iterdir()} - before
print("made by reading:", *sorted(made))
assert made == {".tantivy-meta.lock"}

(folder / ".tantivy-meta.lock").unlink()
for path in folder.iterdir():
    path.chmod(0o644)
folder.chmod(0o555)
if (child := os.fork()) == 0:
    if os.geteuid() == 0:  # who may write anywhere
        os.setuid(65534)
    try:
        tantivy.Index.open(str(folder))
    except ValueError as error:
        print("where it may only be read:", error)
        os._exit(0 if "Lockfile" in str(error) else 1)
    os._exit(1)
assert os.waitpid(child, 0)[1] == 0
folder.chmod(0o755)
print("As described.")
PYTHON
