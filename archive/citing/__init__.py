"""Citing an article: what is said of it, and the styles in which people and programs read that.

Other rooms use:

    cited         Cited, cite
    csl_json      csl_item, csl_line
    machines      citation_tags, coins, item_list, news_article
    prose         Italic
    styles        STYLES, Style, in_file
"""
