"""The one door for front-ends, and all that it answers: hits with snippets, facets, a timeline,
advice, explanations.

Other rooms use:

    asked         Asked, LISTED, ORDERS, Order, SORTED, SPLITS, request_of
    context       Context, Line, context, context_json, line_json
    explain       Explanation, How, Part, Place, explain
    explain_json  explanation_json
    highlight     marked
    manifest      about
    marks         Marker
    results       Branch, Bucket, Counted, Facet, Hit, Listing, Mentions, Offer, OfferKind,
                  Period, Results, Series, SeriesKind, Snippet, Wanted
    results_json  copy_json, expansions_json, hit_json, listing_json, results_json
    search        Search
    similar       similar
    suggest       Kind, MOST, Suggester, Suggestion
    tally         Calendar, Tally, calendar_json, calendar_of, found_by, tally, tally_json
    visibility    Visibility, kept_back, pending
"""
