"""Every rule about news: what was found becomes an article. A rule about dates, datelines,
agencies, tags or marks of correction is written here once, whatever the format.

Other rooms use:

    agencies      agency_names, canonical_agency, known_agency
    dateline      read_dateline
    dates         MONTHS, bounds, find_date, parse_date
    embargo       embargoed_until
    explain       explain
    person_names  is_name
    persons       read_credit, read_declared
    rules         normalise
    tags          clean_tags, split_tags
"""
