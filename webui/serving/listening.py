"""Sockets that listen: opened once, by the process that hands them to those that answer."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

# The networks of the servers before this one, with blanks between, among the values of settings,
# where no file or variable sets them: only connections from there are answered.
BEHIND = "behind_proxy"
# Connections that wait to be taken: a burst is not refused (Linux allows 4,096 by default).
_WAITING = 1024


def listening(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of a host. ValueError for what is no address, OSError where one
    cannot be listened on.
    """
    sockets: list[socket.socket] = []
    found = _addresses(host, port)
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            sockets.append(opened := socket.socket(family, socket.SOCK_STREAM))
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            opened.bind(address)
            opened.listen(_WAITING)
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets


def is_loopback(host: str, port: int) -> bool:
    """Whether all addresses of a host are of this machine alone. ValueError for no address."""
    return all(ip_address(str(address[0])).is_loopback for *_, address in _addresses(host, port))


def _addresses(host: str, port: int) -> list[tuple[Any, ...]]:
    """As `socket.getaddrinfo` gives them. ValueError where a host has none."""
    try:
        return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)]
    except (OSError, UnicodeError) as error:
        raise ValueError(f"{host} is no address") from error
