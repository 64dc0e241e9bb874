"""Every rule about news: what was found becomes an article. A rule about dates, datelines,
agencies, tags or marks of correction is written here once, whatever the format.

Other rooms use:

    addresses     is_absolute, is_copy, joined, live_address
    agencies      agency_names, canonical_agency, known_agency
    dateline      read_dateline
    embargo       embargoed_until, read_embargo
    explain       explain
    filed_from    place_name, places_of
    person_names  is_name
    persons       read_credit, read_declared
    rules         normalise
    tags          clean_tags, split_tags
    version       RULES
"""
