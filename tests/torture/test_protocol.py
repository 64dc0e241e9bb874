"""The short form of the simulation of what store and index keep to (protocol.py)."""

from __future__ import annotations

from hypothesis import settings

from tests.torture.protocol import Protocol

TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(
    max_examples=settings.default.max_examples // 8, stateful_step_count=20
)
