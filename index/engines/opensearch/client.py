"""Asking a cluster: which node answers, what is asked once more, and its errors as sentences.

All that is asked here may be asked twice: writes carry the number of their change. So what got no
answer goes to the next node, by a rule of ours: that of the library takes a node for dead when it
has refused one query.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import sleep
from typing import Any
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoAnswerError
from opensearchpy.exceptions import SSLError, TransportError

from archive.errors import (
    ArchiveError,
    IndexOverloadedError,
    RequestError,
    SearchIndexError,
    SettingsError,
)
from index.engines.opensearch.cluster import Cluster
from index.query.patience import go_on

_WAITS = (0.0, 0.2, 1.0, 3.0)  # seconds before a node is asked once more, all having been asked
_FULL = 429  # it has no room for this now
_LARGE = 413
_UNAVAILABLE = 503
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
_MANY_PARTS = "maxClauseCount"
# What is said, not always with 404, of a point in time of which a copy of a part was on a node that
# has gone, or was started anew; of other copies one has to be opened.
_LOST = (
    "Node not connected", "no node found for id", "] disconnected", "No search context found",
)  # fmt: skip
_NO_MANAGER = ("cluster_manager_not_discovered", "master_not_discovered")
# Of three nodes a new manager is found in less than three seconds. Where too few are left there
# will be none, and an answer without it might be of an index that is gone.
_MANAGER = "5s"


_log = logging.getLogger("opensearch")
_log.addHandler(logging.NullHandler())
_log.propagate = False  # it logs what it raises, with a traceback


class GoneError(Exception):
    """There is no such index, or no such state of it any more."""


class LostError(GoneError):
    """A node has gone that had a part of such a state: there may be copies on others."""


class LargeError(Exception):
    """More at once than a node takes: the same again would never end, a half may do."""


class Client:
    """The nodes of a cluster. Any number of threads may ask at once."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._alone = False  # a node has waited for a manager in vain, and none has answered since
        self.session = uuid4().hex  # by which a cluster chooses copies, if it is told
        if cluster.certificates and not Path(cluster.certificates).is_file():
            raise SettingsError(
                f"There is no file {cluster.certificates}", "see `opensearch_certificates`"
            )
        login = _login(cluster)
        secure = {"ca_certs": cluster.certificates} if cluster.certificates else {}
        try:
            self._to = OpenSearch(
                list(cluster.addresses), http_auth=login, timeout=cluster.timeout, max_retries=0,
                retry_on_status=(), http_compress=True, verify_certs=True, **secure,
            )  # fmt: skip
        except (ValueError, OSError) as error:
            raise SettingsError(
                f"The cluster cannot be asked: {error}",
                "see the settings `opensearch` and `opensearch_certificates`",
            ) from error

    def close(self) -> None:
        """Closes all connections."""
        self._to.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        patience: float | None = None,
        *,
        managed: bool = False,
        **parameters: str | int,
    ) -> Any:
        """What a node answers, as JSON. GoneError where there is nothing of that name, LostError
        where it was on a node that has gone; LargeError where it is too much; RequestError for a
        search of too many parts; IndexOverloadedError where there is no room for it now;
        SearchIndexError for whatever else is refused, and where no node answers, each for
        `patience` seconds. What the manager alone knows (`managed`) is waited for but once where
        there is none.
        """
        given: dict[str, Any] = dict(parameters)
        if managed:
            given["cluster_manager_timeout"] = "0s" if self._alone else _MANAGER
        for at, wait in enumerate(_WAITS):
            go_on()
            if wait:
                sleep(wait)
            untrusted = True  # all nodes: what is not trusted now will not be in a moment
            alone: TransportError | None = None  # of a node that has waited for a manager in vain
            for _ in self._cluster.addresses:
                try:
                    # The library takes out of what it is given what it has understood.
                    answer = self._to.transport.perform_request(
                        method, path, dict(given), body, timeout=patience or self._cluster.timeout
                    )
                    self._alone = self._alone and not managed
                    return answer
                except NoAnswerError as error:
                    if isinstance(error.info, ArchiveError):  # nobody could sign it
                        raise error.info from error
                    silent = error
                    untrusted = untrusted and _UNTRUSTED in str(error.error)
                except TransportError as error:
                    silent, untrusted = error, False
                    if _lacks_manager(error):
                        alone, self._alone = error, True
                        if managed:
                            given["cluster_manager_timeout"] = "0s"
                        continue  # another node may be among more of them
                    if not _passes(error) or at + 1 == len(_WAITS):
                        raise self._told(error) from error
                    break
            else:
                if alone:
                    raise self._told(alone) from alone
            if untrusted:
                break
        raise self._told(silent) from silent

    def bulk(self, lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Sends a bulk of actions and documents; what became of each. A node is given longer for it
        than for a question, but not to wait for a part of the index that is on no node.
        """
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        seconds = self._cluster.timeout
        answer = self.ask("POST", "/_bulk", text, 3 * seconds, timeout=f"{seconds * 1000:.0f}ms")
        return [next(iter(item.values())) for item in answer["items"]]

    def _told(self, error: TransportError) -> Exception:
        where = ", ".join(self._cluster.addresses)
        if isinstance(error, SSLError):
            return SearchIndexError(
                f"OpenSearch at {where} cannot be asked over TLS: {error.error}",
                "see the settings `opensearch` (http or https) and `opensearch_certificates`",
            )
        if isinstance(error, NoAnswerError):
            return SearchIndexError(
                f"OpenSearch does not answer at {where}",
                "see whether it runs, and the setting `opensearch`",
            )
        if _lacks_manager(error):
            return SearchIndexError(
                f"Of OpenSearch at {where} too few nodes are there: they have no manager",
                "see whether the others run",
            )
        status, why = error.status_code, reason(error.info) or str(error.error)
        if _MANY_PARTS in why:
            return RequestError(
                "The search has more parts than the cluster takes", "ask for fewer words at once"
            )
        if any(words in why for words in _LOST):
            return LostError(why)
        if status == 404:
            return GoneError(why)
        if status == _LARGE:
            return LargeError(why)
        if status == _FULL:
            return IndexOverloadedError(
                f"OpenSearch at {where} has no room for more now: {why}", "try again in a minute"
            )
        if status in (401, 403):
            return self._not_let_in(where, why)
        return SearchIndexError(f"OpenSearch at {where} refused: {why} ({status})")

    def _not_let_in(self, where: str, why: str) -> SearchIndexError:
        cluster = self._cluster
        if cluster.region:
            # What Amazon says of a wrong signature goes on with all that was signed, in lines.
            return SearchIndexError(
                f"OpenSearch at {where} refuses a signed request: {_line(why)}",
                "see AWS_ACCESS_KEY_ID or AWS_PROFILE, `opensearch_aws_region`,"
                " `opensearch_aws_service`, and the clock of this machine",
            )
        return SearchIndexError(
            f"OpenSearch at {where} lets {cluster.user or 'nobody without a name'} in for less than"
            f" that: {why}",
            "see the settings `opensearch_user` and `opensearch_password`",
        )


def _login(cluster: Cluster) -> Any:
    """How a node is told who asks: by a name and a password, by a signature, or not at all."""
    if not cluster.region:
        return (cluster.user, cluster.password) if cluster.user else None
    if cluster.user:
        raise SettingsError(
            "Requests have either a name and a password or a signature",
            "leave `opensearch_user` or `opensearch_aws_region` empty",
        )
    from index.engines.opensearch.signing import signer

    return signer(cluster.region, cluster.service)


def _line(text: str) -> str:
    """The first line of a text."""
    return next(iter(text.splitlines()), "")


def _passes(error: TransportError) -> bool:
    """Whether what is refused now may be taken in a moment: there is no room, or a part of the
    index is on its way from a node that has died to another. (A count of too many values is 503
    too, and will be.)
    """
    if error.status_code == _UNAVAILABLE:
        return "too_many_buckets" not in json.dumps(error.info, default=str)
    return bool(error.status_code == _FULL)


def _lacks_manager(error: TransportError) -> bool:
    """Whether a node had nobody to ask who knows how the cluster is."""
    return error.status_code == _UNAVAILABLE and any(
        name in json.dumps(error.info, default=str) for name in _NO_MANAGER
    )


def reason(info: Any) -> str:
    """Why something was refused: the innermost reason that an answer gives."""
    if not isinstance(info, Mapping):
        return ""
    error = info.get("error") or info.get("message") or info.get("Message") or info
    if isinstance(error, str):
        return error
    if not isinstance(error, Mapping):
        return ""
    causes = error.get("root_cause") or error.get("failed_shards") or ()
    inner = error.get("caused_by") or (causes[0] if causes else None)
    deeper = reason(inner) if inner and inner is not error else ""
    return deeper or str(error.get("reason") or error.get("type") or "")
