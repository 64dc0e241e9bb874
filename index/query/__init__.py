"""What was typed -> the tree of a query, which every engine understands.

Other rooms use:

    days          calendar, calendar_keys, day_of, days_between, number
    filters       FILTERS, Filter, Filters, MISSING, PRESENT, all_of, any_of, by_facet,
                  check_number, facet_of, filter_name, filtered, folded, none_of
    joined        UNITS
    language      Entry, GRAMMAR, Relation, SECTIONS, TERMINALS, fields
    leaves        MOST_APART
    lexer         LONGEST, OPERATORS, Piece, lex, readable, written
    marks         tables
    match         MATCHES, Match
    parse         LANGUAGE, Parsed, Saved, parse
    patience      Stop, go_on, heeding
    saved         SavedQueries, described, narrowed, query_of, refuse_circle, refuse_newer
    short_names   SHORT
    spelling      LookedUp, MOST_LOOKED_UP, RememberedWords, like_words, neighbours
    stories       with_stories
    tree          All, And, AtLeast, Boost, Days, Key, KeyPrefix, Keys, Leaf, Near, Not, Or,
                  Phrase, Prefer, Prefix, Query, SingleTerms, Terms, Undated, Variants, Word,
                  leaves, wanted_leaves
    values        facet_key, other_names
    variants      Expansion
    written       written
"""
