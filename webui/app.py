"""The Flask application: what every answer has in common."""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, jsonify, request, url_for
from werkzeug.datastructures import ImmutableDict
from werkzeug.exceptions import HTTPException

from archive.article import JSON_VERSION
from archive.errors import ArchiveError, SearchIndexError, StoppedError
from archive.settings import Settings
from archive.text.language import direction
from archive.text.wording import counted, plural
from webui import (
    citing,
    context,
    facet,
    follow,
    history,
    hits,
    own,
    pages,
    panel,
    searching,
    suggestions,
    taking,
)
from webui.asking import compose
from webui.beside import edits
from webui.beside import passages as shared_passages
from webui.charts import calendar, columns, coverage, places, words
from webui.charts import page as charts
from webui.collecting import editing
from webui.collecting import pages as collections
from webui.collecting.guard import TOKEN
from webui.common import bounds, busy, errors, hosts, kept, packing, waiting
from webui.common.address import Address
from webui.common.compiling import COMPILED, Environment
from webui.common.freshness import LiveArchive
from webui.common.links import (
    advanced_url,
    article_url,
    calendar_url,
    chart_url,
    cite_url,
    compare_url,
    coverage_url,
    export_url,
    map_url,
    outside,
    path_to,
    search_url,
    story_url,
    value_url,
    words_url,
)
from webui.common.wording import (
    host_of,
    human_date,
    human_time,
    in_language,
    language_name,
    web_address,
)
from webui.description import api
from webui.machines.observing import AccessLog, Observed, Observer
from webui.marking import marks

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_YEAR = 365 * 24 * 3600

_CACHED = "no-cache"  # asked for anew each time, and sent again if it has changed
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _Application(Flask):
    """What is served can be read with GET and HEAD, and in no other way."""

    jinja_environment = Environment
    default_config = ImmutableDict({**Flask.default_config, "PROVIDE_AUTOMATIC_OPTIONS": False})


def create_app(settings: Settings) -> Flask:
    """The application on the archive that the settings name. ArchiveError where there is none."""
    app = _Application(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR  # their addresses carry a version
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["archive"] = live = LiveArchive(settings)
    app.extensions["masthead"] = settings.masthead()
    app.extensions["page_size"] = settings.number("page_size")
    app.extensions["fold"] = settings.number("fold_copies")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = COMPILED
    app.jinja_env.filters.update(
        human_date=human_date,
        human_time=human_time,
        language_name=language_name,
    )
    app.jinja_env.globals.update(
        advanced_url=advanced_url,
        article_url=article_url,
        search_url=search_url,
        story_url=story_url,
        calendar_url=calendar_url,
        chart_url=chart_url,
        compare_url=compare_url,
        choice_list=panel.choice_list,
        cite_url=cite_url,
        columns=columns.columns,
        edits_url=edits.edits_url,
        export_url=export_url,
        facts=hits.facts,
        hit_item=hits.hit_item,
        map_url=map_url,
        outside=outside,
        path_to=path_to,
        coverage_url=coverage_url,
        tag_list=hits.tag_list,
        ticks=columns.ticks,
        value_url=value_url,
        words_url=words_url,
        web_address=web_address,
        host_of=host_of,
        direction_of=direction,
        in_language=in_language,
        marks=marks,
        counted=counted,
        plural=plural,
        static_url=_static_urls(Path(app.static_folder or "")),
    )
    app.before_request(busy.check)
    app.before_request(bounds.check)
    app.context_processor(_shared)
    app.after_request(_finish)
    waiting.register(app, settings.number("search_timeout"))
    kept.register(app, live.state, [*_HEADERS.items(), ("Cache-Control", _CACHED)])
    errors.register(app)
    searching.register(app)
    pages.register(app)
    context.register(app)
    facet.register(app)
    charts.register(app)
    calendar.register(app)
    places.register(app)
    coverage.register(app)
    words.register(app)
    compose.register(app)
    history.register(app)
    edits.register(app)
    shared_passages.register(app)
    citing.register(app)
    taking.register(app)
    collections.register(app)
    suggestions.register(app)
    follow.register(app)
    own.register(app)
    api.register(app)
    editing.register(app, settings.values.get(TOKEN))
    bounds.register(app)
    hosts.register(app, settings)
    _observe(app, settings, live)
    for name in app.jinja_env.list_templates():  # now, so that the first reader does not wait
        app.jinja_env.get_template(name)
    return app


def _observe(app: Flask, settings: Settings, live: LiveArchive) -> None:
    """Whether it is well, at an address; a line for each request and figures where wanted."""
    app.add_url_rule("/healthz", "healthz", _healthz)
    observers: list[Observer] = []
    if (log := settings.text("access_log")) != "off":
        observers.append(AccessLog(sys.stderr, full=log == "full"))
    if settings.text("metrics") == "on":
        from webui.machines.figures import Figures

        def endpoint_of(environ: WSGIEnvironment) -> str:
            try:
                endpoint, _ = app.url_map.bind_to_environ(environ).match()
            except HTTPException:
                return "none"
            return str(endpoint)

        figures = Figures(endpoint_of, lambda: _standing(live))
        observers.append(figures)

        def metrics() -> Response:
            body, media_type = figures.page()
            return Response(body, content_type=media_type)

        app.add_url_rule("/metrics", "metrics", metrics)
    if observers:
        app.wsgi_app = Observed(app.wsgi_app, observers)  # type: ignore[assignment]


def _healthz() -> tuple[Response, int]:
    """Whether store and index answer: 200, else 503. An index that is catching up is well."""
    live: LiveArchive = current_app.extensions["archive"]
    body = {"version": JSON_VERSION, "status": "ok", "store": "ok", "index": "current", "behind": 0}
    try:
        with live.promptly():
            lag = live.health()
        body |= {"index": lag.verdict, "behind": lag.behind}
    except (SearchIndexError, StoppedError):  # the index alone is asked for so long at most
        body["index"] = "unavailable"
    except ArchiveError:
        body |= {"store": "unavailable", "index": "unknown"}
    well = body["store"] == "ok" and body["index"] in ("current", "behind")
    body["status"] = "ok" if well else "unavailable"
    return jsonify(body), 200 if well else 503


def _standing(live: LiveArchive) -> dict[str, tuple[float, str]]:
    """The figures of the archive itself; those that cannot be had are left out."""
    found: dict[str, tuple[float, str]] = {}
    try:
        with live.promptly():
            found["articles"] = live.store.count(), "Articles that can be found"
            lag = live.health()
        found["index_lag_changes"] = lag.behind, "Changes of the store that the index lacks"
        found["index_current"] = float(lag.verdict == "current"), "Whether the index lacks nothing"
    except ArchiveError:
        found["index_current"] = 0.0, "Whether the index lacks nothing"
    return found


def _shared() -> dict[str, Any]:
    """What every page needs: the search of its form, its feeds, and the day, for who prints it."""
    address = Address.read(bounds.wanted())
    return {
        "address": address,
        "feeds": follow.feeds_of(address),
        "today": date.today().isoformat(),
    }


def _finish(response: Response) -> Response:
    """Headers of every answer. Pages are asked for anew, and come again only if they changed."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    shown = request.path in hosts.SHOWN_ELSEWHERE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shown else "same-origin"
    packing.pack(response, request)
    if request.path in kept.PASSING:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint != "static":
        response.headers["Cache-Control"] = _CACHED
        if response.status_code == 200:
            if not follow.is_for_crawlers():
                response.headers["X-Robots-Tag"] = "noindex"
            named = kept.name(response, current_app.extensions["known"])
            if not named and not response.is_streamed:  # or all of it would have to be gathered
                response.add_etag()
            response.make_conditional(request)
    return response


def _static_urls(folder: Path) -> Any:
    """Gives the address of a static file with a version that changes when the file does."""
    versions = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10] for path in folder.iterdir()
    }

    @lru_cache(maxsize=100)
    def under(root: str, name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    return lambda name: under(request.script_root, name)
