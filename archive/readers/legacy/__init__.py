"""Wire formats of another age: ANPA 1312, IPTC 7901, Reuters-21578.

Other rooms use:

    anpa1312
    iptc7901
    reuters21578
"""
