"""Articles as records: JSON, CSV, XML of no standard, Markdown and plain text.

Other rooms use:

    csv
    json
    markdown
    text
    xml_record
"""
