"""Every rule about news: what was found becomes an article. A rule about dates, datelines,
agencies, tags or marks of correction is written here once, whatever the format.

Other rooms use:

    agencies      agency_names, canonical_agency, is_name, known_agency, read_credit
    dateline      read_dateline
    dates         MONTHS, bounds, find_date, parse_date
    embargo       embargoed_until
    explain       explain
    rules         normalise
    tags          clean_tags, split_tags
    version       RULES
"""
