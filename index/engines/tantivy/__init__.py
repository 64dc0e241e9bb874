"""The second engine: tantivy, which matches, scores and counts in Rust.

Other rooms use:

    engine        TantivyEngine
"""
