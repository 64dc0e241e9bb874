"""One target fed by atheris (https://github.com/google/atheris) for some minutes, by itself.

python -m tests.torture.fuzzing.run TARGET SECONDS SEED FOLDER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

MOST_SECONDS = 5.0  # of processor time, for an input
MOST_MEMORY = 512  # MiB, beside what the program itself takes
_BASE = 512  # MiB that it takes, with what atheris notes


def main() -> None:
    """Ends with a code other than 0 where something was found; the input lies in the folder."""
    import atheris

    name, seconds, seed, folder = sys.argv[1:]
    with atheris.instrument_imports(include=["archive", "index", "webui"]):
        from tests.torture.fuzzing import targets
    known = Path(folder) / "known"
    known.mkdir(parents=True)
    for number, data in enumerate(targets.seeds(name)):
        (known / str(number)).write_bytes(data)
    target = targets.target(name)

    def one(data: bytes) -> None:
        began = time.process_time()
        target(data)
        if (took := time.process_time() - began) > MOST_SECONDS:
            raise AssertionError(f"{took:.1f} s of processor time")

    limits = [
        f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=65536", "-timeout=120",
        f"-rss_limit_mb={_BASE + MOST_MEMORY}", f"-artifact_prefix={folder}/found-",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *limits, str(known)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
