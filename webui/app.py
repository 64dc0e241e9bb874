"""The Flask application: routes, and the one place where errors become pages."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request

from archive.settings import Settings
from archive.store import Store
from index.engine import open_engine
from index.search import Asked, Search


def create_app(settings: Settings) -> Flask:
    """The application on the archive that the settings name."""
    app = Flask(__name__)
    store = Store.open(settings.home)
    engine = open_engine(settings.text("engine"), settings.home, 0)
    app.extensions["search"] = Search(store, engine)
    app.add_url_rule("/", "search", search)
    return app


def search() -> str:
    """The search page."""
    found = current_app.extensions["search"].search(Asked(text=request.args.get("q", "")))
    return render_template("search.html", results=found)
