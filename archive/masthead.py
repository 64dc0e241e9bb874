"""What an archive says of itself: its name, where the public finds it, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

_UNNAMED = "News archive"


@dataclass(frozen=True, slots=True)
class Masthead:
    """The settings `name`, `base_address`, `contact` and `rights`; each is "" where it is not set.
    An address has no slash at its end.
    """

    name: str = ""
    base_address: str = ""
    contact: str = ""
    rights: str = ""

    @property
    def title(self) -> str:
        """The name, or what an archive without one is called."""
        return self.name or _UNNAMED

    def permalink(self, article_id: str, revision: int | None = None) -> str | None:
        """The public address of an article, or of one of its revisions; None without a base."""
        if not self.base_address:
            return None
        which = f"?revision={revision}" if revision else ""
        return f"{self.base_address}/article/{article_id}{which}"
