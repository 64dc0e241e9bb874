"""The names that Nexis gives to fields, in the languages of its interface."""

from __future__ import annotations

import re

from archive.text.plain import fold_line

# By what they are; folded, without accents. The names are those that LexisNexisTools and
# tm.plugin.lexisnexis document.
_NAMES = {
    "length": "length länge laenge longueur longitud extension lengte lunghezza comprimento",
    "byline": "byline autor autoren autores auteur auteurs author authors autore verfasser",
    "section": "section rubrik ressort rubrique seccion sectie sezione secao",
    "title": "headline überschrift titre titel titular",
    "dateline": "dateline",
    "summary": "highlight abstract zusammenfassung encart insert resume destacado sommario",
    "language": "language sprache langue idioma lenguaje taal lingua",
    "loaded": (
        "load-date update update-datum aktualisierung date-chargement date-de-chargement "
        "mise-a-jour fecha-de-carga laad-datum laaddatum data-di-caricamento"
    ),
    "type": (
        "publication-type type-publication type-de-publication publikationstyp zeitungstyp "
        "document-type tipo-de-publicacion tipo-de-documento publicatietype tipo-pubblicazione"
    ),
    "subject": "subject sujet thema schlagworter themen",
    "journal_code": "journal-code code-journal acc-no accession-no",
    "graphic": "graphic grafik graphique illustration photo",
    "correction": "correction correction-date berichtigung",
    "series": "series serie column column-name",
    "notes": "notes note anmerkung",
    "distribution": "distribution verteilung",
    "person": "person personne personen people",
    "company": "company societe firma unternehmen organization organisation",
    "place": "geographic geo-localization localisation-geo geographie country city state",
    "industry": "industry secteur-activite branche activity-sector",
    "ticker": "ticker stock-symbol symbole-boursier naics-codes sic",
    "url": "url link",
    "name": "name",
    "type_of_text": "type",
    "cite": "cite citation",
    "edition": "edition ausgabe",
    "body": "body text texte",
}
_FIELDS = {fold_line(name): field for field, names in _NAMES.items() for name in names.split()}
# Those that stand behind the text; the others stand above it.
TAIL = {
    "language", "loaded", "type", "subject", "journal_code", "graphic", "correction", "series",
    "notes", "distribution", "person", "company", "place", "industry", "ticker", "url",
    "type_of_text", "name", "cite", "edition",
}  # fmt: skip
_LABEL = re.compile(r"^(?P<name>[^\W\d_][^\W\d_-]*(?:[- /][^\W\d_]+){0,2}): *(?P<value>.*)$")
_LIKE_A_NAME = re.compile(r"(?=.{3})[A-ZÀ-ÖØ-Þ]+(?:-[A-ZÀ-ÖØ-Þ]+)*|[A-Z][a-z]+(?:-[A-Z][a-z]+)+")


def label(line: str) -> tuple[str, str, str] | None:
    """(field, name, value) of a line that begins with a name and a colon; the field is "" for a
    name that is not known but written as all are: LIKE-THIS, or Like-This.
    """
    match = _LABEL.match(line)
    if not match:
        return None
    name, value = match["name"], match["value"]
    key = fold_line(name).replace(" ", "-")
    field = _FIELDS.get(key, "")
    if name.islower() or (field and " " in name and not name.isupper() and not name.istitle()):
        return None
    if not field and not _LIKE_A_NAME.fullmatch(name):
        return None
    return field, name, value.strip()
