"""The second engine: tantivy, which finds and scores words in Rust; arrays have all else.

Other rooms use:

    engine        TantivyEngine
"""
