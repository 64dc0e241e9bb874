"""Where an address on the web leads: its host looked up once, and what was found there checked."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from archive.errors import FetchError
from archive.text.plain import without_login

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
# The open web of IPv6 (RFC 4291): all else is for one link, one site, one machine, or for groups.
_OPEN = ipaddress.ip_network("2000::/3")
# In it, and beside it in IPv4, what leads nowhere or to whoever answers: examples (RFC 3849, RFC
# 9637), ORCHID (RFC 4843, RFC 7343), benchmarks (RFC 5180), and relays of 6to4 (RFC 7526).
_NOWHERE = tuple(
    map(
        ipaddress.ip_network,
        ("3fff::/20", "2001:db8::/32", "2001:10::/28", "2001:20::/28", "2001:2::/48",
         "192.88.99.0/24"),
    )
)  # fmt: skip
_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: before an IPv4 address at the end
_SAFE = "%/:=&?~#+!$,;'@()*[]"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: whom to ask, where that is, and for what."""

    scheme: str
    host: str
    port: int
    address: str
    target: str

    @property
    def host_header(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def find_place(url: str, allow_private: bool) -> Place:
    """Takes an address apart and looks its host up.

    FetchError where it is no http(s) address, or leads into a network that is not public and not
    allowed.
    """
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
        host = host.encode("idna").decode("ascii") if host and not host.isascii() else host
    except ValueError as error:
        raise FetchError(f"not an address: {without_login(url)[:200]}") from error
    if scheme not in _PORTS or not host or re.search(r"[\s\x00-\x1f]", host):
        raise FetchError(f"not an http or https address: {without_login(url)[:200]}")
    if parts.username is not None:
        raise FetchError("an address with a user name in it is not fetched")
    port = port or _PORTS[scheme]
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE)
    return Place(scheme, host, port, _look_up(host, port, allow_private), target)


def _look_up(host: str, port: int, allow_private: bool) -> str:
    """The first address of a host that may be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host}") from error
    for _, _, _, _, where in found:
        address = str(where[0])
        if allow_private or is_public(address):
            return address
    raise FetchError(
        f"{host} is in a private network, and nothing is fetched from there",
        "allow it with --allow-private",
    )


def is_public(address: str) -> bool:
    """Whether an IP address, and the IPv4 address that it may stand for, is one of the open web."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    meant: list[Address] = [*_inside(ip)]
    if not (isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip in _NAT64)):
        meant.append(ip)  # else it only carries the other one
    return all(map(_is_open, meant))


def _is_open(ip: Address) -> bool:
    is_reached = isinstance(ip, ipaddress.IPv4Address) or ip in _OPEN
    nowhere = ip.is_multicast or any(ip in each for each in _NOWHERE)
    return is_reached and ip.is_global and not nowhere


def _inside(ip: Address) -> list[ipaddress.IPv4Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64 or int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
