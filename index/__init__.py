"""Finding articles again. Here stands what engines and queries share: the table of fields, the
analysis of text into tokens, the document that an engine gets.

Other rooms use:

    acronyms      meant
    analysis      Token, forms, is_pair_text, signature, stem, stems, tokens, words
    document      Document, GAP, Stream, document, held, text_parts
    fields        ALL_OF, ANY, FACETS, FIELDS, Field, KEYS, STREAMS, find_field, signature
"""
