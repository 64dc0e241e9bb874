"""Documents: PDF, Word (.docx), RTF and spreadsheets, by libraries of the extra `[documents]`.

Other rooms use:

    docx
    pdf
    rtf
    spreadsheet
"""
