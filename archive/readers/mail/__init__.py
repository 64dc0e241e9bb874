"""Mails, and mailboxes of them.

Other rooms use:

    mbox
    message
    parsed        parsed
"""
