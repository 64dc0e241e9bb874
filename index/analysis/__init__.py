"""Text -> tokens and stems: one analysis for articles, queries and snippets, in every engine.

Other rooms use:

    acronyms      meant
    scripts       is_arabic, letters
    stems         language_of, stems, stems_of
    tokens        Token, forms, is_pair_text, tokens, words
    version       signature
"""
