"""People's collections: ordered lists of articles with notes, what was done to them, undone.

Other rooms use:

    acts          told
    collecting    Collecting
    document      collection_markdown
    draft         Place
    journal       Act, ITSELF, Journal, Step
    kept          BY_DATE, Collection, Listed, Passage, checked_name, checked_note
    reading       Collections, Member
    shown         Quoted, Shown, UNREADABLE, collection_json, listing_json, shown, shown_in_turn
"""
