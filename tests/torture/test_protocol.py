"""The short form of the simulation of what store and index keep to (protocol.py)."""

from __future__ import annotations

from hypothesis import settings

from tests.torture.protocol import Protocol

USUAL = settings()  # those of the profile that is in use

TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(max_examples=USUAL.max_examples // 8, stateful_step_count=20)
