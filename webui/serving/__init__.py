"""Serving the pages over HTTP: what a connection may cost, and processes that share the work.

Other rooms use:

    listening     listening
    processes     serve
"""
