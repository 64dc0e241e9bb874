"""Documents: PDF, Word (.docx) and RTF, by libraries of the extra `[documents]`.

Other rooms use:

    docx
    pdf
    rtf
"""
