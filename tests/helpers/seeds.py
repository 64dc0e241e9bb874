"""The one seed of everything random in the tests, and how much hypothesis tries.

TEST_SEED=N sets it; it stands at the head of every run. The usual one gives the same examples every
time, those that hypothesis derives from each test; the nightly profile (HYPOTHESIS_PROFILE=nightly)
takes a new one each time, and a hundred times as many.
"""

from __future__ import annotations

import os
from random import SystemRandom

import pytest
from hypothesis import HealthCheck, settings

USUAL = 1
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "normal")

if "TEST_SEED" not in os.environ:  # for the processes that share the tests, too
    chosen = USUAL if PROFILE == "normal" else SystemRandom().randrange(2, 1_000_000)
    os.environ["TEST_SEED"] = str(chosen)
SEED = int(os.environ["TEST_SEED"])
os.environ.setdefault("PYTHONHASHSEED", str(SEED))  # of processes that are started from here


def use_seed(config: pytest.Config) -> None:
    """Has hypothesis start from the seed, and try as much as its profile says."""
    settings.register_profile(
        "normal",
        max_examples=60,
        deadline=None,
        derandomize=SEED == USUAL,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile("nightly", settings.get_profile("normal"), max_examples=10_000)
    settings.load_profile(PROFILE)
    if SEED != USUAL and config.getoption("--hypothesis-seed", None) is None:
        config.option.hypothesis_seed = str(SEED)
