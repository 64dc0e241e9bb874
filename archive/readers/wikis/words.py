"""What templates, categories and headings of Wikinews are called, in the words of its languages.

All folded, with spaces for underscores. From the wikis' own guides (Wikinews:Article stages, Style
guide, and their like). A name that is not here is read by where it stands (`templates.py`).
"""

from __future__ import annotations

import re

from archive.text.plain import fold_line


def _names(text: str) -> frozenset[str]:
    return frozenset(fold_line(name) for name in re.split(r"[|\n]", text) if name.strip())


# Templates ---------------------------------------------------------------------------------------

# The day of the article, alone or with the place that it was written at.
DATES = _names("""
date|data|datum|fecha|дата|date fr|日期|تاريخ|dato|päiväys|päivämäärä|dátum|keltezés|tarih|
ημερομηνία|תאריך|датум|날짜|日付|தேதி|dată|ngày|تاریخ|дата2|data2|nowa data|datació
""")
DATELINES = _names("""
dateline|byline|beginn|ortsmarke|luogo e data|miejsce i data|datación|locator|datação|место и дата
""")
PLACES = _names("""
location|place|lieu|lugar|local|luogo|ort|mjesto|место|miejsce|mesto|místo|city|town|地点|地點|المكان|
sted|plats|κατοίκηση|город|ville|ciudad|cidade|città
""")
# An article that is still being written, or looked over, or was given up.
UNPUBLISHED = _names("""
develop|developing|in development|development|review|under review|breaking review|quick review|
minreview|prepare|rfc|tasks|abandoned|stale|ready|editing|in use|inuse|underconstruction|
artikelstatus:im entstehen|im entstehen|artikelstatus:einspruch|artikelstatus:prüfung|
artikel in bearbeitung|artikelstatus:in vorbereitung|in bearbeitung|
article abandonné|en cours|en cours de rédaction|en rédaction|relecture|à relire|relecture urgente|
relecture en retard|brouillon|en préparation|
en desarrollo|desarrollo|en revisión|revisar|revisión|abandonado|en preparación|en redacción|
em desenvolvimento|desenvolvimento|em revisão|revisão|editando|em edição|em preparação|
abbandonato|in sviluppo|sviluppo|in preparazione|da revisionare|in lavorazione|
редактируется|рецензирование|в разработке|черновик|готовится|на рецензировании|
в розробці|редагується|w przygotowaniu|do sprawdzenia|w budowie|edytuję|
开发中|開發中|撰写中|撰寫中|审核|審核|قيد التطوير|تطوير|مراجعة|قيد المراجعة|للمراجعة|مسودة|
у развоју|у изради|u začetku|u izradi|rozpracováno|pracuje se|arbeid|under arbeid|pågår|
under utveckling|編集中|査読|査読中|değişiklik|geliştirme|ανάπτυξη|בעבודה|en desenvolupament|
în dezvoltare|kehitteillä|cikk készül|in bewerking
""")
# One that is out.
PUBLISHED = _names("""
publish|published|archive|archived|artikelstatus:fertig|veröffentlicht|publié|publication|
article publié|publicar|publicado|publicada|publicat|pubblicato|pubblica|publikuj|publikacja|
опубликовано|публиковать|yes|опубліковано|发布|發布|发表|發表|已发布|نشر|منشور|منشورة|objavi|
објави|објављено|leggut|publisert|publicerad|publicera|gepubliceerd|zveřejněno|publikováno|
δημοσίευση|公開|발행|yayınla|yayın|פרסום|publicare|julkaistu|közzétéve|وێڵکردن|ปล่อย|archivado|arquivado|
archiviato|archiviert|archivage|архив|архивировано
""")
# Where the text was taken from: an address, a title, who published it, when.
SOURCES = _names("""
source|sources|source2|fuente|fonte|quelle|źródło|zrodlo|источник|джерело|извор|izvor|来源|來源|
مصدر|πηγή|källa|kilde|bron|forrás|kaynak|zdroj|lähde|出典|ソース|출처|מקור|font|sursa|sursă|
cite news|cite web|cite press release|cite press|cite journal|cite book|cite tweet|citation|
cita web|cita noticia|cita notizia|cita news|citar web|citar notícia|internetquelle|lien web|
lien news|article|ссылка|статья|newspaper source|original source
""")
# Words that somebody said, apart from the text.
QUOTATIONS = _names("""
quote|quoteleft|quoteright|quotebox|quote box|quote left|quote right|pull quote|pullquote|cquote|
rquote|blockquote|bq|quotation|block quote|centered pull quote|quote-centered|zitat|zitat rechts|
cita|cita destacada|citazione|citação|citation bloc|citation encadrée|citat|cytat|citát|цитата|
цитата слева|цитата справа|引用|引文|اقتباس|sitat|sitaatti|idézet|alıntı|ציטוט|παράθεση|cite quote
""")
# Those whose words are part of a sentence even where nothing stands beside them.
INLINE = _names("""
w|wikipedia|wp|вп|ويكيبيديا|nowrap|nobr|lang|wikt|wiktionary|small|big|
translation note|translated quote|nbsp
""")
# Those whose first value is what is shown, where others show the last.
FIRST = _names("""
abbr|tooltip|ill|interlanguage link|ruby|sic|nihongo|what|popup|commons inline|hover|нп|нп5|
не переведено
""")
# Those whose values are parts of a word: {{s|XX|e}}.
JOINED = _names("s|s-|siècle|ordinal|exp|ind")
# What is no part of a sentence wherever it stands, and what is none where no value is given to it.
NOTHING = _names("""
haveyoursay|hys|opine|mídias sociais|social bookmarks|shareit|clear|clr|br|-|flagicon|flag icon|
служебная информация|defaultsort|displaytitle|toc|notoc|main headings|nocat|brevefoot|image source|
image credit|picture|audio|listen|cn|fact|citation needed|citation-needed|refnec|cita requerida
""")
MARKS = _names("""
verify|clarify|who|when|by whom|dubious|нет аи|expand|stub|original|sister|wikinews|see also|
peer reviewed|editprotected|makelead|lead|translated|breaking|source?|источник?
""")
TAGS = _names(
    "тема|темы|категории|категория|categories|kategorien|catégories|categorías|categorias"
)
REFERENCES = _names(
    "reflist|references|références|referencias|listaref|примечания|przypisy|refs|参考"
)
# Signs that cannot be written as they are, or that people write so.
SIGNS = {
    "!": "|", "=": "=", "'": "&#39;", "·": " · ", "•": " • ", "dot": " · ", "ndash": "–", "–": "–",
    "snd": " – ", "spaced ndash": " – ", "mdash": "—", "—": "—", "dash": "—", "nbsp": " ",
    "1er": "1er", "1re": "1re", "er": "er", "re": "re", "e": "e", "ème": "e", "ier": "Ier",
    "o": "o", "no": "no ", "n°": "n° ", "nº": "nº ", "mme": "Mme", "m.": "M.", "€": "€", "£": "£",
    "spaces": " ", ",": " · ", "(": "{{", ")": "}}", "((": "{{", "))": "}}",
}  # fmt: skip

# Values of templates -----------------------------------------------------------------------------

TITLES = _names("""
title|titel|titre|título|titulo|titolo|tytuł|название|заголовок|назва|标题|標題|العنوان|عنوان|naslov|
наслов|název|nadpis|otsikko|titlu|títol|cím|başlık|τίτλος|כותרת|タイトル|제목|rubrik|tittel|headline
""")
ADDRESSES = _names("""
url|ссылка|адрес|adres|address|link|liên kết|lien|enlace|ligação|indirizzo|odkaz|網址|网址|رابط|
lenke|länk|adresse|direct url
""")
PUBLISHERS = _names("""
pub|publisher|medium|издатель|издание|видавець|editor|éditeur|editeur|editore|editorial|wydawca|
agency|agence|agencia|agência|agenzia|jornal|journal|newspaper|work|website|site|périodique|
出版|出版者|媒体|媒體|الناشر|ناشر|vydavatel|kiadó|uitgever|utgivare|utgiver|yayıncı|εκδότης|izdavač|
издавач|julkaisija|werk|hrsg|obra|opublikowany|発行元|medio|media|periódico|testata|organizzazione
""")
AUTHORS = _names("""
author|autor|auteur|autore|автор|作者|المؤلف|مؤلف|szerző|yazar|συγγραφέας|tekijä|forfatter|författare|
аутор|著者|autoři|авторы|nome|auteurs|last
""")
DAYS = _names(
    "date|datum|data|fecha|дата|日期|التاريخ|تاريخ|dato|dátum|tarih|датум|日付|päiväys|pubdate"
)
SAID = _names("""
quote|text|texte|texto|testo|tekst|цитата|текст|quotation|zitat|cita|citation|引文|نص|اقتباس|body|content
""")
SIDES = _names("left|right|center|centre|links|rechts|gauche|droite|izquierda|derecha|слева|справа")

# Categories and headings -------------------------------------------------------------------------

# Categories that say how an article is worked on, and not what it is about.
NO_TAGS = PUBLISHED | _names("""
no publish|autoarchived|archives|reviewed articles|original reporting|local only|disputed|
articles publiés|articles archivés|article archivé|artículos publicados|artículos archivados|
archivadas|publicados|publicadas|publicado|artigos publicados|artigos arquivados|arquivo|
pubblicati|articoli pubblicati|articoli archiviati|archiviati|artykuły opublikowane|archiwum|
опубликованные|архив новостей|не публиковать|публикуемые|已存档|存档|存檔|أرشيف|مقالات منشورة|
مؤرشفة|објављени чланци|arkiverte|arkivert|publicerade artiklar|featured article|
featured articles|lead articles|main page lead|imported news|articles with broken source templates
""")
# How such categories begin, whatever follows.
NO_TAG = tuple(_names("""
pages with|pages using|articles with|articles needing|articles lacking|wikinews|all articles|
artikel mit|seiten mit|pages avec|article avec|articles avec|páginas con|artículos con|páginas com|
pagine con|страницы с|страницы,|strony z|artykuły z|викиновости|wikinoticias|wikinotícias|
wikinotizie
"""))  # fmt: skip
# Headings of links to other articles, which a page has around its text.
RELATED = _names("""
related news|related articles|related stories|related|sister links|sister projects|
see also on wikinews|verwandte artikel|themenverwandte artikel|verwandte themen|
articles connexes|articles liés|informations connexes|nouvelles connexes|sur le même sujet|
noticias relacionadas|artículos relacionados|notícias relacionadas|artigos relacionados|
notizie correlate|articoli correlati|powiązane wiadomości|powiązane artykuły|zobacz też|
связанные новости|похожие новости|другие новости|новости по теме|пов'язані новини|
相关新闻|相關新聞|أخبار ذات صلة|أخبار متعلقة|مقالات ذات صلة|повезане вести|související zprávy|
relaterede nyheder|relaterade nyheter|relaterte nyheter|関連記事|関連ニュース|liittyvät uutiset
""")
