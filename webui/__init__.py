"""The archive in a browser: pages, their JSON twins, links and HTML.

Other rooms use:

    app           create_app
    visitors      is_long, is_quick
"""
