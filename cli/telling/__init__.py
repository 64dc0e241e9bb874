"""Telling others what is new to a saved search: by webhook, by mail.

Other rooms use:

    told          Place, place_of_mail, place_of_webhook, tell
"""
