"""What readers of several kinds share: XML and JSON within limits, bodies, bylines, names of
columns.

Other rooms use:

    bodies           Body, body_of, drop, joined_bodies, line_of, markup_body
    bylines          Byline, LONGEST, is_release_mark, is_section, join, read_byline,
                     split_address
    catalogue_names  given_first
    columns          TELLING, fields_of, places_of, raw_from_columns, texts_of
    damaged_xml      read_document
    fields           DERIVED, KNOWN, author_lines, bare_key, plain, raw_from_mapping
    furniture        is_aside, is_ending, is_furniture, is_related_heading,
                     is_topics_heading, tags_on
    items            Terms, alert, by_kind, extra_of, is_kill, kind_of, moment, people,
                     slug_signal, status_of, supplier, without_text, without_typists
    json_runs        Fault, Run, SPACE, salvaged, skip, why
    json_values      is_json, items_of, load, record
    xml              find, find_all, local, original, parse, root_of, said_at, salvage,
                     value_at, values_at, words, words_at
"""
