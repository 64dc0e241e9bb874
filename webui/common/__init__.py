"""What all pages share: addresses, the archive that is served, what is kept, errors, wording.

Other rooms use:

    address       Address, is_known
    bounds
    busy
    chips         NONE_GIVEN, chips_of, in_words, said, shown_value
    closed        is_readable, note_is_public, readable, removed
    compiling     COMPILED, Environment, escaped
    errors
    feeds
    freshness     LiveArchive
    hosts
    kept
    links         absolute, advanced_url, around_pairs, article_twin_url, article_url,
                  calendar_url, chart_url, cite_url, collection_url, compare_url, coverage_url,
                  export_url, facet_url, feed_url, filter_urls, folds, map_url, outside, path_to,
                  permalink, printed, search_url, search_urls, story_url, twin_url, value_url,
                  why_url, with_query, words_url
    live          last_change, live, masthead, page_size, public
    packing
    parameters    FINDING, PARAMETERS, Parameter, SIZES, whole_number, year_of
    sending       sent
    shown         public_article
    waiting
    wording       host_of, human_date, human_time, in_language, language_name, web_address
"""
