"""Text -> tokens and stems: one analysis for articles, queries and snippets, in every engine.

Other rooms use:

    acronyms      meant
    scripts       is_arabic, is_one_letter, is_pair_text, letters
    stems         language_of, stems, stems_of
    tokens        Token, forms, tokens, words
    version       signature
"""
