"""What readers of several kinds share: XML and JSON within limits, bodies, bylines, names of
columns.

Other rooms use:

    bodies        Body, body_of, markup_body
    bylines       Byline, LONGEST, join, read_byline
    columns       TELLING, fields_of, places_of, raw_from_columns, texts_of
    fields        DERIVED, KNOWN, raw_from_mapping
    items         Terms, extra_of, is_kill, moment, people, slug_signal, status_of,
                  supplier, without_text
    json_values   is_json, items_of, load, record
    xml           find, find_all, local, original, parse, root_of, salvage, value_at,
                  values_at, words, words_at
"""
