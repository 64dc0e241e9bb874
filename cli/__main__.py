"""`python -m cli` is `archive`."""

from cli.main import run

run()
