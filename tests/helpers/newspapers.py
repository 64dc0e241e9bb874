"""Issues of a newspaper as libraries get them: METS with its ALTO pages."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def line(*words: str) -> str:
    """A line of ALTO: "fer|ferry-" is the first part of a word, "-ferry|ry" the second, "a*0.5"
    a word with its confidence.
    """
    out = []
    for word in words:
        text, _, sure = word.partition("*")
        sure = sure or "0.9"
        if text.startswith("-"):
            whole, part = text[1:].split("|")
            out.append(
                f'<String CONTENT="{part}" SUBS_TYPE="HypPart2" SUBS_CONTENT="{whole}" '
                f'WC="{sure}"/>'
            )
        elif text.endswith("-"):
            part, whole = text[:-1].split("|")
            out.append(
                f'<String CONTENT="{part}" SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}" '
                f'WC="{sure}"/><HYP CONTENT="-"/>'
            )
        else:
            out.append(f'<String CONTENT="{text}" WC="{sure}"/>')
    return f"<TextLine>{'<SP/>'.join(out)}</TextLine>"


def block(name: str, *lines: str) -> str:
    return f'<TextBlock ID="{name}">{"".join(lines)}</TextBlock>'


def alto(number: int, *blocks: str, namespace: str = "ns-v2#") -> str:
    return (
        f'{HEAD}<alto xmlns="http://www.loc.gov/standards/alto/{namespace}"><Description>'
        f"<sourceImageInformation><fileName>{number:05}.tif</fileName></sourceImageInformation>"
        f'</Description><Layout><Page ID="P{number}" PHYSICAL_IMG_NR="{number}"><PrintSpace>'
        f"{''.join(blocks)}</PrintSpace></Page></Layout></alto>"
    )


PAGE_1 = alto(
    1,
    block("P1_TB1", line("THE", "LOWER", "RIVER", "TIMES")),
    block("P1_TB2", line("Ferry", "returns", "to", "river")),
    block("P1_TB3", line("The", "fer|ferry-*0.5"), line("-ferry|ry*0.7", "sails", "again.")),
    block("P1_TB4", line("Soap", "for", "all*0.6"), line("at", "Miller's.")),
)
PAGE_2 = alto(
    2,
    block("P2_TB1", line("The", "bridge", "stays", "closed.*0.8")),
    block("P2_TB2", line("Grain", "steady")),
    block("P2_TB3", line("Wheat", "was", "unchanged", "on", "Thursday.")),
)


def mods(name: str, inner: str) -> str:
    return (
        f'<mets:dmdSec ID="{name}"><mets:mdWrap MDTYPE="MODS"><mets:xmlData><mods:mods>{inner}'
        "</mods:mods></mets:xmlData></mets:mdWrap></mets:dmdSec>"
    )


def area(page: int, name: str) -> str:
    return (
        f'<mets:fptr><mets:area FILEID="ALTO{page:05}" BETYPE="IDREF" BEGIN="{name}"/></mets:fptr>'
    )


def div(kind: str, *inner: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<mets:div TYPE="{kind}"{said}>{"".join(inner)}</mets:div>'


def files(*references: str) -> str:
    return "".join(
        f'<mets:file ID="ALTO{number:05}" MIMETYPE="text/xml"><mets:FLocat LOCTYPE="URL" '
        f'xlink:href="{reference}"/></mets:file>'
        for number, reference in enumerate(references, 1)
    )


def mets(inner: str, start: str = 'OBJID="lrt-1905-03-02" LABEL="Lower River Times"') -> str:
    return (
        f'{HEAD}<mets:mets xmlns:mets="http://www.loc.gov/METS/" '
        'xmlns:mods="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f"{start}>{inner}</mets:mets>"
    )


ISSUE_MODS = mods(
    "MODSMD_PRINT",
    "<mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>Lower River Times</mods:title>"
    '</mods:titleInfo><mods:language><mods:languageTerm type="code">eng</mods:languageTerm>'
    "</mods:language>",
) + mods(
    "MODSMD_ISSUE1",
    "<mods:titleInfo><mods:title>1905-03-02 issue</mods:title></mods:titleInfo><mods:originInfo>"
    '<mods:dateIssued encoding="iso8601">1905-03-02</mods:dateIssued></mods:originInfo>'
    '<mods:part><mods:detail type="issue"><mods:number>52</mods:number></mods:detail></mods:part>',
)
ARTICLE_MODS = mods(
    "MODSMD_ARTICLE1",
    "<mods:titleInfo><mods:title>Ferry returns to river</mods:title></mods:titleInfo>"
    '<mods:name type="personal"><mods:namePart>Roe, Jane</mods:namePart><mods:role>'
    '<mods:roleTerm type="code">aut</mods:roleTerm></mods:role></mods:name>',
)
LOGICAL = div(
    "Newspaper",
    div(
        "VOLUME",
        div(
            "ISSUE",
            div("TITLE_SECTION", area(1, "P1_TB1"), ID="DIVL3"),
            div(
                "CONTENT",
                div(
                    "SECTION",
                    div(
                        "ARTICLE",
                        div("HEADING", div("TITLE", area(1, "P1_TB2"))),
                        div(
                            "BODY",
                            div("PARAGRAPH", area(1, "P1_TB3")),
                            div("PARAGRAPH", area(2, "P2_TB1")),
                        ),
                        ID="DIVL10",
                        DMDID="MODSMD_ARTICLE1",
                        LABEL="ARTICLE1",
                    ),
                    div(
                        "ARTICLE",
                        div("HEADING", div("TITLE", area(2, "P2_TB2"))),
                        div("BODY", area(2, "P2_TB3")),
                        ID="DIVL20",
                    ),
                    ID="DIVL6",
                    LABEL="Local news",
                ),
                div("ADVERTISEMENT", area(1, "P1_TB4"), ID="DIVL30", LABEL="Soap"),
            ),
            ID="DIVL2",
            DMDID="MODSMD_ISSUE1",
        ),
    ),
    ID="DIVL1",
    DMDID="MODSMD_PRINT",
)
PHYSICAL = div(
    "Newspaper",
    *(
        div(
            "PAGE", f'<mets:fptr FILEID="ALTO{n:05}"/>', ID=f"DIVP{n}", ORDER=str(n),
            ORDERLABEL=str(n + 4),
        )
        for n in (1, 2)
    ),
)  # fmt: skip


def with_articles(*references: str) -> str:
    """An issue of articles, as of the digitisers of national libraries."""
    references = references or ("file://./text/00001.xml", "file://./text/00002.xml")
    return mets(
        ISSUE_MODS + ARTICLE_MODS
        + '<mets:fileSec><mets:fileGrp ID="ALTOGRP" USE="Text">' + files(*references)
        + "</mets:fileGrp></mets:fileSec>"
        f'<mets:structMap TYPE="PHYSICAL">{PHYSICAL}</mets:structMap>'
        f'<mets:structMap TYPE="LOGICAL">{LOGICAL}</mets:structMap>'
    )  # fmt: skip


ARTICLES = {
    "issue-mets.xml": with_articles(),
    "text/00001.xml": PAGE_1,
    "text/00002.xml": PAGE_2,
}


def _page_of_ndnp(number: int) -> str:
    return mods(
        f"pageModsBib{number}",
        f'<mods:part><mods:detail type="page number"><mods:number>{number}</mods:number>'
        "</mods:detail></mods:part>",
    )


PAGES = {
    "0001.xml": PAGE_1.replace("ns-v2#", "ns-v3#"),
    "0002.xml": PAGE_2.replace(' xmlns="http://www.loc.gov/standards/alto/ns-v2#"', ""),
    "1905030201.xml": mets(
        mods(
            "issueModsBib",
            '<mods:relatedItem type="host"><mods:identifier type="lccn">sn85000001'
            '</mods:identifier><mods:part><mods:detail type="edition"><mods:number>1</mods:number>'
            "</mods:detail></mods:part></mods:relatedItem><mods:originInfo><mods:dateIssued "
            'encoding="iso8601">1905-03-02</mods:dateIssued></mods:originInfo>',
        )
        + _page_of_ndnp(1) + _page_of_ndnp(2) + "<mets:fileSec>"
        + "".join(
            f'<mets:fileGrp ID="pageFileGrp{n}"><mets:file ID="masterFile{n}" USE="master">'
            f'<mets:FLocat xlink:href="./000{n}.tif"/></mets:file><mets:file ID="ocrFile{n}" '
            f'USE="ocr"><mets:FLocat LOCTYPE="OTHER" xlink:href="./000{n}.xml"/></mets:file>'
            "</mets:fileGrp>"
            for n in (1, 2)
        )
        + "</mets:fileSec><mets:structMap>"
        + div(
            "np:issue",
            *(
                div("np:page", f'<mets:fptr FILEID="masterFile{n}"/>'
                    f'<mets:fptr FILEID="ocrFile{n}"/>',
                    DMDID=f"pageModsBib{n}")
                for n in (1, 2)
            ),
            DMDID="issueModsBib",
        )
        + "</mets:structMap>",
        'TYPE="urn:library-of-congress:ndnp:mets:newspaper:issue" '
        'LABEL="The Lower River Times (Landing, CO), 1905-03-02"',
    ),
}  # fmt: skip
