"""The words of bylines in many languages: who did what, newsrooms and their people, titles, places.

All are folded (no case, no accents), as `archive.text.plain.fold_line` folds what they are compared
with, but for the labels, which stand in regular expressions.
"""

# ruff: noqa: SIM905 - a list of words is read more easily as words
from __future__ import annotations

# Before a name that wrote ("Text: ", "Written by"), and before one that did something else.
WROTE = (
    r"by-?lines?\s*:|"
    r"(?:(?:written|reported|posted|published|compiled|updated|submitted|contributed|words|text|"
    r"story|reporting|report|additional\s+reporting|analysis|commentary|opinion|interview|article|"
    r"blog|review|dispatch|research)\s+(?:and\s+\w+\s+)?)?by\b\s*:?|"
    r"(?:text|texte|words|story)\s*(?:und|and|&|et|/|\+)\s*(?:photos?|fotos?|pictures|bilder|video)"
    r"\s*(?:by\b|von\b|par\b|[:：])|(?:photos?|fotos?|pictures|bilder)\s*(?:und|and|&|et|/|\+)\s*"
    r"(?:text|texte|words|story)\s*(?:by\b|von\b|par\b|[:：])|interview\s*:|"
    r"as\s+told\s+to\b|(?:text|texte|testo|texto|tekst|words|story|author|authors|autor|autoren|"
    r"autora|autores|auteur|auteurs|autore|autori|reporter|reporting|bericht|от|автор|авторы|"
    r"текст)\s*[:：]|"
    r"(?:geschrieben|verfasst|ein\s+(?:bericht|beitrag|artikel|gastbeitrag|kommentar))\s+von\b|"
    r"text\s+(?:von|av|af)\b|tekst\s+av\b|"
    r"(?:écrit|rédigé|publié|propos\s+recueillis|texte)\s+par\b|(?:escrito|redactado|publicado|"
    r"texto)\s+por\b|(?:scritto|testo)\s+da\b|geschreven\s+door\b|tekst\s+door\b|"
    r"(?:بقلم|كتبت|كتب|كتبه|إعداد|اعداد|تقرير|نشر\s+بواسطة)(?=[\s:])\s*:?|"
    r"(?:[本][报報刊台社网網])?(?:特派|特约|實習|实习|驻[^\s]{1,4})?(?:记者|通讯员|通訊員)\s*[:：/／]?|"
    r"記者\s*[:：/／]?|(?:作者|撰文|采写|採寫|撰稿|文)\s*[:：/／]"
)
ELSE = (
    r"(?:sponsored|promoted|presented|powered|paid\s+for)\s+by\b\s*:?|"
    r"(?:(?:additional\s+)?(?:photos?|photographs?|photography|pictures?|images?|illustrations?|"
    r"illustrated|graphics?|videos?|edited|editing|translated|translation|produced|production|"
    r"designed|curated|reviewed|fact[- ]checked|filmed|audio|captions?|maps?|data)"
    r"(?:\s+(?:and|&)\s+(?:photos?|videos?|graphics?|editing|illustrations?|design))*"
    r"\s+(?:by|von|par|por|da|door|av|af)\b\s*:?)|"
    r"(?:photos?|photographs?|photography|photographer|pictures?|images?|illustrations?|graphics?|"
    r"videos?|editors?|editing|translation|translator|camera|production|design|fotos?|bild(?:er)?|"
    r"grafik(?:en)?|kamera|redaktion|redaktör|redigering|übersetzung|photographies?|photographe|"
    r"traduction|"
    r"vidéos?|montage|fotografías?|imágenes|traducción|edición|fotografie|foto's|traduzione|"
    r"fotografia|ilustración|ilustrações|infografik|фото|перевод|редактор|видео)\s*[:：]|"
    r"(?:übersetzt|bearbeitet|fotografiert|redigiert)\s+von\b|(?:traduit|édité|illustré)\s+par\b|"
    r"(?:traducido|editado|fotos)\s+por\b|(?:tradotto|curato|foto)\s+(?:da|di)\b|"
    r"(?:تصوير|تحرير|ترجمة|مراجعة|إشراف|مونتاج)(?=[\s:])\s*:?|"
    r"(?:责任编辑|責任編輯|责编|编辑|編輯|摄影|攝影|翻译|翻譯|校对|校對|撮影|写真)\s*[:：/／]?|[图圖摄攝]\s*[:：/／]"
)
# Before who supplied a text: an agency counts, a name beside it does not.
SOURCE = r"(?:sources?|quellen?|fuentes?|fontes?|источник|المصدر|来源|來源)\s*[:：]"
# Not a person by itself.
NOBODY = frozenset(
    " ".join("""
agencies | agency | staff | our correspondent | own correspondent | our reporter | our own
correspondent | web desk | admin | administrator | root | webmaster | user | guest | anonymous |
unknown | none | null | n/a | author | authors | wires | agenturen | redaktion | agences | redaccion
| redazione | la redaction | additional reporting | reporting | updated | last updated | published |
first published | posted | modified | created | text | story | exclusive | opinion | analysis |
guest author | contributor | contributors | various | various authors | no author | by | follow |
online | web | test | default | superuser | moderator | system | support | info | contact | us |
本报 | 本刊 | 本报讯 | 编辑部 | 編集部 | super user | 综合 | 管理员 |
ادمن | المحرر | التحرير | مراسلنا | تقارير | وكالات |
редакция | админ | администратор | anonymus | anonyme | anonimo | autor | auteur | autore |
redakcja | redactie | redaktionen | rdn | edicion | et al | others | mehr | more | alle |
news desk | advertisement | share | home | undefined
| array | nan | wpadmin | wp admin |
al jazeera | al arabiya | content partner | press release
| editorial | mitarbeiter | gast | gastautor | invite | invitado
""".split()).split(" | ")
)  # fmt: skip
# Of newsrooms and companies: whoever is called by one of these is no person.
ORGANISATION = frozenset(
    """
news newspaper newspapers newsroom star times post herald gazette tribune press agency agencies
staff service services media tv radio editorial daily weekly journal magazine network desk bureau
team online today chronicle observer wire newswire newswires broadcasting corporation company inc
ltd llc gmbh group department ministry university institute association foundation newsletter
website courier guardian telegraph reuter blog com committee council office club admin webmaster
redaccion noticias diario periodico agencia agencias prensa redaction agence agences presse
redaktion zeitung agentur agenturen nachrichten rundfunk pressedienst anzeiger tagblatt tageblatt
redazione giornale agenzia agenzie notizie stampa redacao jornal agencia redactie krant nieuws
редакция газета агентство новости ajansi gazetesi haber وكاله صحيفه جريده وكالات الانباء شبكه قناه
photography party government parliament ministerium verlag partei stiftung images getty
shutterstock агентства redaksi toimitus redakce
redakcia nieuwsredactie συνταξη डेस्क ब्यूरो ডেস্ক
ব্যুরো ڈيسك ديسك بيورو غرفه قسم التحرير المحرر
المحررون تحريريه گروه מערכת iha sponsored promoted advertorial
""".split()
)
# Behind a name: what its bearer does in a newsroom or elsewhere.
ROLES = frozenset(
    """
writer writers reporter reporters correspondent correspondents editor editors columnist columnists
journalist journalists contributor contributors producer producers photographer photographers
analyst analysts critic blogger intern stringer freelancer anchor author professor lecturer
researcher economist director minister president chairman spokesman spokeswoman chief secretary
redakteur redakteurin korrespondent korrespondentin reporterin journalistin journaliste
correspondant correspondante corresponsal periodista redactor redactora giornalista corrispondente
inviato inviata envoye envoyee verslaggever redacteur correspondente reporterka muhabir muhabiri
корреспондент корреспондентка журналист обозреватель مراسل مراسله صحافي صحفي 기자 특파원 記者 特派員
记者 编集委员 論説委員 خبرنگار প্রতিবেদক প্রতিবেদন রিপোর্ট রিপোর্টার সংবাদদাতা संवाददाता प्रतिनिधि
रिपोर्टर
""".split()
)
# Before a role: "AP Business Writer", "Chief Political Correspondent".
ROLE_KINDS = frozenset(
    """
staff senior chief special sports sport business political politics world foreign science medical
health religion national economics economic economy diplomatic white house deputy assistant
associate managing executive news environment education technology tech legal crime royal
entertainment culture arts food travel fashion music film travel defence defense security city
investigative data digital video features feature guest contributing freelance our own a an the
local regional general features chief markets market energy political night weekend
""".split()
)
GENERATIONS = frozenset(
    ["jr", "sr", "jnr", "snr", "junior", "senior", "ii", "iii", "iv", "2nd", "3rd"]
)
DEGREES = frozenset(
    """
phd ph.d dphil md m.d do dds dvm jd j.d llm ll.m llb mba m.b.a ma m.a msc m.sc ms m.s ba b.a bsc
b.sc bs b.s mph m.p.h mfa edd ed.d rn r.n cpa esq cfa rd pe mp mep obe cbe mbe kbe qc kc sj s.j
frs frcp facp osb op pharmd psyd scd dsc dmd od dr prof msw lcsw mpp mpa
""".split()
)  # fmt: skip
PARTICLES = frozenset(
    """
med. phil. rer. nat. jur. ing. habil. h.c. theol. pol.
van von der den de del della di da das do dos du la le los las el al bin ibn bint ben abu abd abdel
ter ten te zu zum zur vom af av y e i o' d' st mac mc ap ould ag ut dela delos dello dalla degli
""".split()
)
PLACES = frozenset(
    " ".join("""
new york | new york city | los angeles | san francisco | san diego | san antonio | las vegas | hong
kong | tel aviv | mexico city | buenos aires | rio de janeiro | sao paulo | new delhi | kuala lumpur
| addis ababa | st petersburg | st. petersburg | united nations | abu dhabi | cape town | white
house | washington dc | washington d.c | new orleans | salt lake city | kansas city | panama city |
phnom penh | port au prince | port-au-prince | the hague | la paz | santo domingo | san juan | san
jose | san salvador | south africa | south korea | north korea | saudi arabia | united states |
united kingdom | new zealand | sri lanka | west bank | gaza city | ho chi minh city | quezon city |
guatemala city | kuwait city | east jerusalem | northern ireland | hanover | frankfurt am main |
south sudan | sierra leone | burkina faso | costa rica | el salvador | puerto rico | papua new
guinea | ivory coast | st louis | st. louis | st paul | fort worth | new jersey | new mexico | new
hampshire | ha noi | da nang | ho chi minh | north carolina
| south carolina | north dakota | south dakota | west virginia | rhode
island | deir ezzor | banda aceh | capitol hill | silicon valley | wall street | middle east
""".split()).split(" | ")
)  # fmt: skip
# Common first names: they tell "García Márquez, Gabriel" from "Jane Roe, Beirut".
GIVEN = frozenset(
    """
aaron adam ahmed ahmad aisha alan albert alejandro alessandro alex alexander alexandra alfred ali
alice alison amanda amelia amina amy ana anders andre andrea andreas andres andrew andrzej angela
anita ann anna anne annette anthony antoine antonio arthur barbara beatriz ben benjamin bernard
beth birgit bob boris brian bruno camille carl carla carlos carmen carol caroline catherine
charles charlotte chiara chris christian christina christine christopher claire clara claudia
claus colin cristina daniel daniela danielle david deborah denis diana diego dieter dmitri dominic
donald dora edward elena eleni elisabeth elizabeth ellen emily emma enrique eric erik ernst eva
fabio fatima felix fernando florian fouad francesca francesco francis francisco francois frank
franz fred frederic friedrich gabriel gabriela gary george georg gerard gerhard giovanni giulia
giuseppe grace graham greg gregory guillaume gustavo hannah hans harold harry hassan heather
heinrich helen helena helga henri henry hugo hussein ian ibrahim igor ines ingrid irene isabel
isabelle ivan jack jacob jacques jakob james jamie jan jana jane janet jason javier jean jeff
jennifer jens jeremy jessica jim joan joao joe johan johann johanna john jonathan jorge jose josef
joseph joshua juan judith julia julian julie jurgen karen karim karin karl katarzyna kate katharina
katherine kathryn keith kelly ken kevin khaled klaus krzysztof lars laura lauren layla leila leo
leon leonardo lina linda lisa lorenzo louis louise luca lucas lucia lucy luis luisa lukas magdalena
manuel marc marco marcel marcus margaret maria mariam marie marina mario marion mark markus marta
martha martin martina mary matteo matthew matthias mauro max maximilian mehmet michael michel
michelle miguel mikhail mohamed mohammed muhammad monica monika mustafa nadia nancy natalia natalie
neil nicholas nick nicolas nicole nikolai nina nora oleg olga oliver olivia olivier omar oscar otto
pablo paola paolo patricia patrick paul paula pauline pedro peter petra philip philippe pierre
pietro rachel rafael rania raul rebecca renate ricardo richard rita robert roberto robin roger
roland rosa rose ruth ryan sabine sally sam samantha samir samuel sandra sara sarah scott sean
sebastian sergei sergio sharon silvia simon simone sofia sonia sophie stefan stefano stephanie
stephen steve steven stuart susan susanne svetlana sven sylvie tanja tariq teresa theresa thomas
tim timothy tina tobias tom tomas tony ulrich ulrike umberto ursula valerie vanessa vera veronica
victor victoria vincent viktor vladimir walter wendy werner wilhelm william wolfgang xavier yann
yasmin youssef yusuf yves zeynep zoe
""".split()
)
