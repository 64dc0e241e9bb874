"""Documents: PDF, Word (.docx), RTF, e-books and spreadsheets; most by libraries of `[documents]`.

Other rooms use:

    docx
    epub
    ole
    pdf
    rtf
    spreadsheet
"""
