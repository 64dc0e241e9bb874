"""Plain text, Markdown, HTML, languages; comparing texts. It knows nothing of news.

Other rooms use:

    charset       MARKS, decode, decode_html, decode_xml, known_charset, read_text, undeclared,
                  written_charset
    charset_guess  WESTERN, likeliest
    diff          Kind, Piece, compare_texts, count_words, shortened
    html          html_to_markdown
    language      RIGHT_TO_LEFT, detect_language, direction, language_code
    markdown      escape, from_text, to_html, to_text
    markup        BLOCKS, DROPPED, is_quotation, leave_out_readings, name_of, parse_html,
                  short_text, text_of
    notation      raised, with_raised
    patterns      lazy_pattern
    plain         CJK, distinct, fold, fold_line, for_xml, one_line, slug, tidy,
                  with_meant_references, without_login
    rendered      ListNumbers, html_to_text
    vendor_letters  VENDORS
    wording       byte_size, counted, plural
"""
