"""Downloads of news databases: Nexis, Factiva, Europresse, ProQuest. A file holds many articles.

Other rooms use:

    europresse
    factiva
    factiva_xml
    nexis
    proquest
"""
