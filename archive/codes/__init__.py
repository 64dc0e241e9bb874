"""What codes mean: IPTC's of topics, and those of Reuters-21578. Each table says where it is from.

Other rooms use:

    iptc          iptc_name
    reuters       REUTERS_21578, reuters_meanings
"""
