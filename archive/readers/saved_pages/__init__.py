"""Web pages saved as HTML: by what they state of themselves, and by what they show.

Other rooms use:

    html
    json_ld       nodes
    mhtml
    schema_org    SchemaArticle, article_of, types
"""
