"""Documents as word processors write them: a press release of four lines, or of others."""

from __future__ import annotations

import io

LINES = [
    "Ferry returns to the river",
    "3 November 2017",
    "The ferry sails again.",
    "So it was said.",
]


def word(lines: list[str] = LINES) -> bytes:
    """A Word document with a paragraph for each line."""
    import docx

    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def rtf(lines: list[str] = LINES) -> bytes:
    """RTF with a paragraph for each line."""
    return ("{\\rtf1\\ansi " + "\\par\n".join(lines) + "}").encode()


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with a line of text for each, written by hand."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -30 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
                       b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects))  # fmt: skip
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n" \
        b"%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(out))  # fmt: skip
