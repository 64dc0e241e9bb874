"""What agencies send today: NewsML 1.2, NewsML-G2, NITF, ninjs, AP.

Other rooms use:

    ap_json
    newsml1
    newsmlg2
    ninjs
    nitf
"""
