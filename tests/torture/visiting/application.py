"""The pages for a server that is not ours: `ARCHIVE_HOME` says of which archive."""

from __future__ import annotations

import os

from archive.settings import load
from webui.app import create_app

app = create_app(load(os.environ["ARCHIVE_HOME"], os.environ))
