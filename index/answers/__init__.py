"""The one door for front-ends, and all that it answers: hits with snippets, facets, a timeline,
advice, explanations.

Other rooms use:

    asked         Asked, LISTED, ORDERS, Order, SORTED, SPLITS, UNITS, request_of
    context       Context, Line, context, context_json, line_json, lines
    explain       Explanation, How, Part, Place, explain
    explain_json  explanation_json
    highlight     marked
    manifest      about
    marks         Marker
    method        ARTICLES, DAYS, EXACT, Said, calendar_method, computed, quoted, said,
                  timeline_method, version
    pieces        bare
    results       Branch, Bucket, Counted, Facet, Hit, Listing, Mentions, Offer, OfferKind,
                  Period, Results, Series, SeriesKind, Snippet, Wanted
    results_json  HIT_KEYS, copy_json, expansions_json, hit_json, listing_json, results_json,
                  timeline_json
    search        Search
    similar       MOST_SIMILAR, similar
    suggest       Kind, MOST, Suggester, Suggestion
    tally         Calendar, Tally, calendar_json, calendar_of, calendar_table, found_by, tally,
                  tally_json
    timeline      timeline_table
    visibility    Visibility, kept_back, pending
"""
