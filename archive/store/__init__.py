"""The database of record: articles, revisions, originals, stories, saved searches,
batches, and the numbered log of changes that an index follows.

Other rooms use:

    batches       Batch, BatchKind, BatchState, SkippedItem, batch_json, public_origin,
                  public_places, public_skipped
    boilerplate   is_boilerplate
    by_hand       Said, checked_tag, merged, nameless
    collections   SAID
    comparison    Comparison, compare_articles, comparison_json
    edits         Edit, title_pieces
    following     State
    health        damaged_records
    history       Arrival, Damaged, Event, History, Removal, Replaced, Revision, check_revision,
                  compared_states, history_json, place_taken, read_again
    holdings      Change
    labels        facet_values, meanings, tag_meanings
    naming        Naming
    originals     Replacement, arrived, as_sent, live_records, unpack
    ready         Ready
    removals      WITHDRAWN, Withdrawal, Withdrawals
    renewal       Held, Renewals, Selection
    saved         Mark, Novelty, SavedSearch, SavedSearches, checked_name, options_json
    sharing       share, wider
    store         Outcome, Store
    succession    completed, is_bare_kill
    tellings      Telling
"""
