"""The database of record: articles, revisions, originals, stories, saved searches, and the
numbered log of changes that an index follows.

Other rooms use:

    comparison    Comparison, compare_articles, comparison_json
    history       Arrival, History, Removal, Revision, check_revision, history_json,
                  two_revisions
    saved         Mark, Novelty, SavedSearch, SavedSearches, checked_name
    store         Outcome, Store, facet_values
"""
