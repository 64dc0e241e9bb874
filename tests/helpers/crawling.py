"""A crawler that keeps to robots.txt as RFC 9309 has it, and follows every link that it may."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from lxml import etree, html

HOST = "http://localhost"


class Rules:
    """The rules for everybody in a robots.txt: the longest that matches decides, in doubt Allow."""

    def __init__(self, text: str) -> None:
        self.rules: list[tuple[str, bool]] = []
        self.sitemaps: list[str] = []
        for line in text.splitlines():
            name, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
            if name.lower() in ("allow", "disallow") and value:
                self.rules.append((value, name.lower() == "allow"))
            elif name.lower() == "sitemap":
                self.sitemaps.append(value)

    def may(self, address: str) -> bool:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        found = [(len(rule), allow) for rule, allow in self.rules if _pattern(rule).match(path)]
        return max(found, default=(0, True))[1]


@dataclass
class Crawl:
    """What a crawl found: the status of each address, those that it was told not to list, and how
    often it was kept away.
    """

    statuses: dict[str, int] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    kept_away: set[str] = field(default_factory=set)


def crawl(client: FlaskClient, start: str, most: int) -> Crawl:
    """Follows every link from an address, and from the sitemap, that it may, nofollow ones too;
    AssertionError beyond `most` pages.
    """
    rules = Rules(client.get("/robots.txt").text)
    begun = [HOST + start, *rules.sitemaps]
    crawled, waiting, known = Crawl(), deque(begun), set(begun)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address.removeprefix(HOST), buffered=True)
        crawled.statuses[address] = answer.status_code
        assert len(crawled.statuses) <= most, "the crawl does not end"
        if "noindex" in answer.headers.get("X-Robots-Tag", ""):
            crawled.unlisted.add(address)
        for target in _targets(answer.mimetype, answer.data):
            found = urljoin(address, target or "").partition("#")[0]
            if not target or not found.startswith(f"{HOST}/") or found in known:
                continue
            known.add(found)
            if rules.may(found):
                waiting.append(found)
            else:
                crawled.kept_away.add(found)
    return crawled


def _targets(media_type: str, data: bytes) -> Iterator[str | None]:
    if media_type == "application/xml":
        yield from (each.text for each in etree.fromstring(data).iter("{*}loc"))
    elif media_type == "text/html":
        page = html.fromstring(data.decode())
        for element in page.iter("a", "link", "area", "form", "script"):
            yield element.get("href") or element.get("action") or element.get("src")


def _pattern(rule: str) -> re.Pattern[str]:
    end = "$" if rule.endswith("$") else ""
    parts = rule.removesuffix("$").split("*")
    return re.compile(".*".join(map(re.escape, parts)) + end)
