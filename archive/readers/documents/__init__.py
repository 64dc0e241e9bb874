"""Documents: PDF, Word (.docx) and RTF, by libraries of the extra `[documents]`; and OCR in ALTO.

Other rooms use:

    alto
    docx
    pdf
    rtf
"""
