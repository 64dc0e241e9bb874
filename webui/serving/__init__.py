"""Serving the pages over HTTP: what a connection may cost, and processes that share the work.

Other rooms use:

    listening     BEHIND, is_loopback, listening
    processes     serve
"""
