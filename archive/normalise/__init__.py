"""Every rule about news: what was found becomes an article. A rule about dates, datelines,
agencies, tags or marks of correction is written here once, whatever the format.

Other rooms use:

    agencies      agency_names, canonical_agency, is_name, known_agency, read_credit
    dateline      read_dateline
    dates         bounds, month_number, parse_date
    day_order     is_open, order_of
    embargo       embargoed_until
    explain       explain
    found_date    FoundDate, Writing, writing_of
    rules         normalise
    stamps        dates_on, is_update, is_updates_name
    tags          clean_tags, split_tags
"""
