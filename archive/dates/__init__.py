"""Dates and times as news states them, in the words and calendars of many languages.

Other rooms use:

    clocks        DAY_NAME
    day_numbers   are_day_numbers, date_of_number
    day_order     is_open, order_of
    found_date    FoundDate, LIKELIEST, Writing, writing_of
    months        is_month
    parse         bounds, find_date, month_number, parse_date, parse_time
    stamps        dates_on, is_update, is_updates_name
    unread_dates  date_of_dateline, date_of_name, date_of_title, why_unread
"""
