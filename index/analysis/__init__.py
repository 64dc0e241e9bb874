"""Text -> tokens and stems: one analysis for articles, queries and snippets, in every engine.

Other rooms use:

    acronyms      SMALL_WORDS, meant
    lexicon       Form, Lexicon, plain_word, shared
    numbers       HYPHENS, designations
    reading       read
    scripts       PAIRED, has_han, has_kana, is_arabic, is_one_letter, is_pair_text, is_paired,
                  letters
    stems         STEMMERS, kept_letters, language_of, own_stems, stems, stems_of,
                  words_with
    tokens        Token, ends_a_run, forms, is_folded_by_case, is_further, joins_blanks, tokens,
                  typed_tokens, without_apostrophe, words
    version       VERSION, signature
"""
