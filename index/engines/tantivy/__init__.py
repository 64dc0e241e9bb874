"""The fast engine: tantivy, which matches, scores and counts in Rust."""

from index.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
