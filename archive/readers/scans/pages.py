"""The ALTO pages that a METS names: found beside it or within it, and what of them is where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.common.xml import local, salvage
from archive.readers.scans.blocks import Block, Page, pages_of
from archive.readers.scans.divs import File, Pointer
from archive.readers.sources.source import Source

MOST_BYTES = 256 * 1024 * 1024  # of the ALTO of one METS
_NAMED = 5  # files, in one sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A block: in which file, on which of its pages, and the how-manieth there."""

    file: str
    page: int
    block: int


@dataclass(slots=True)
class Pages:
    """The pages of a METS by the id of their file; `absent` are the files without, and why."""

    source: Source
    files: dict[str, File] = field(default_factory=dict)
    of: dict[str, tuple[Page, ...]] = field(default_factory=dict)
    namespaces: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    faults: list[Skipped] = field(default_factory=list)
    bytes: int = 0

    def load(self, files: Iterable[File]) -> None:
        """Reads every file that is there."""
        for file in files:
            self.files[file.id] = file
            try:
                self._load(file)
            except UnreadableError as error:
                self.absent[file.id] = f"cannot be read ({error.message})"

    def _load(self, file: File) -> None:
        root, sisters = file.held, self.source.sisters
        if root is None:
            path = sisters.path_of(file.reference) if sisters else file.reference
            if path is None:
                self.absent[file.id] = "is not within its folder, and is not followed"
                return
            if sisters and path in sisters.taken:
                self.absent[file.id] = ""  # told by none: it comes with the other METS
                return
            opener = sisters.within.opener(path) if sisters else None
            if opener is None:
                self.absent[file.id] = "is not there"
                return
            data = Source(path, opener).bytes()
            self.bytes += len(data)
            if self.bytes > MOST_BYTES:
                raise UnreadableError(f"more than {MOST_BYTES >> 20} MiB with the others")
            root, fault = salvage(data)
            if local(root) != "alto":
                return
            if fault:
                where = self.source.origin(file.reference)
                self.faults.append(Skipped(where, f"{fault}; what stands before it was taken"))
        self.of[file.id] = tuple(pages_of(root))
        self.namespaces[file.id] = root.tag[1:].partition("}")[0] if "}" in root.tag else ""

    def told(self) -> Iterator[Skipped]:
        """What is wrong with files, each named."""
        yield from self.faults
        for reason in dict.fromkeys(filter(None, self.absent.values())):
            names = [
                self.files[file].reference or file
                for file, why in self.absent.items() if why == reason
            ]  # fmt: skip
            shown = ", ".join(names[:_NAMED])
            more = len(names) - _NAMED
            if more > 0:
                shown += f" and {more} more"
            if not self.of:
                yield Skipped(
                    self.source.origin(),
                    f"METS of which no ALTO file could be read: {shown} {reason}; take it in "
                    "together with them, in their folder or container",
                )
            else:
                yield Skipped(self.source.origin(), f"the METS names {shown}, which {reason}")

    def pages(self) -> Iterator[tuple[str, int, Page]]:
        """All pages, in the order of the files."""
        for file, pages in self.of.items():
            for number, page in enumerate(pages):
                yield file, number, page

    def page(self, place: Place) -> Page:
        """The page that a block stands on."""
        return self.of[place.file][place.page]

    def block(self, place: Place) -> Block:
        """A block by its place."""
        return self.page(place).blocks[place.block]

    def at(self, pointer: Pointer) -> list[Place]:
        """The blocks that a pointer means. A line means its block."""
        places = [
            Place(pointer.file, page, block)
            for page, one in enumerate(self.of.get(pointer.file, ()))
            for block in range(len(one.blocks))
        ]
        if not pointer.begin:
            return places
        begins = [n for n, at in enumerate(places) if pointer.begin in self.block(at).ids]
        if not pointer.end or pointer.end == pointer.begin or not begins:
            return [places[n] for n in begins]
        ends = [n for n, at in enumerate(places) if pointer.end in self.block(at).ids]
        return places[begins[0] : max([*ends, *begins]) + 1]
