"""A search in a box: articles as a folder that any browser opens and searches, without a server.

What runs in the browser lies in `browser/`, what is others' work in `vendored/`.

Other rooms use:

    collected     Collected
    site          write_site
    wanted        Wanted
"""
