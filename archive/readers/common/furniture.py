"""What a web page has around an article, in the words of many sites and languages.

Four kinds of lines: furniture, which stands anywhere (menus, buttons, notices); asides, which
interrupt a text; endings, where a text stops; and the tag line, an ending that names topics.
"""

from __future__ import annotations

import re

from archive.text.plain import fold_line

_LONGEST = 200  # a longer line is a paragraph, whatever it begins with
_LEAST_SENTENCE = 6  # words, with a full stop behind them

# Words on buttons and in menus, folded. A line of nothing but these is furniture.
_BUTTONS = """
sign in|sign up|sign out|log in|login|log out|logout|register|subscribe|subscriptions?|my account|
your account|menu|home|search|close|open menu|main navigation|navigation|skip to (?:main )?content|
skip to navigation|forgot password|remember me|remember meforgot password|log inregister|
advertisement|advertising|adverts?|ads?|sponsored|promoted|loading|share|share this|share on|
share this (?:article|story|page|post)|tweet|facebook|twitter|x|whatsapp|linkedin|telegram|
instagram|youtube|pinterest|reddit|rss|bluesky|threads|messenger|email|e-mail|mail|print|save|
bookmark|copy(?: the)? link|link copied|gift(?: this article)?|listen|listen to this article|watch|
live|live updates?|live blog|follow live|refresh|show key events only|key events|read aloud|
text size|font size|a|aa|aaa|comments?|leave a comment|add a comment|view comments|
newsletters?|published|updated|last updated|about sharing|subscribers? only|
publie|publicado|veroffentlicht|article reserve aux abonnes|nur fur abonnenten|
solo para suscriptores|accept|accept all|accept (?:all )?cookies|reject all|manage (?:cookies|
preferences)|
cookie settings|gallery|view gallery|enlarge image|image caption|image source|next|previous|more|
read more|show more|load more|back to top|top|follow|follow us|contact(?: us)?|about us|privacy|
privacy policy|cookies?|terms|terms of (?:use|service)|imprint|help|jobs|advertise with us|
iniciar sesion|suscribete|suscribirse|suscripcion|registrarse|compartir|comentar|comentarios?|
imprimir|enviar|guardar|escuchar|publicidad|portada|inicio|buscar|aviso legal|
politica de privacidad|politica de cookies|quienes somos|contacto|aceptar(?: todo)?|seguir|
se connecter|connexion|s'abonner|s'inscrire|aller au contenu|partager|imprimer|commenter|
commentaires?|reagir|offrir l'article|envoyer|sauvegarder|ecouter|publicite|a la une|accueil|
rechercher|recherche|mentions legales|gestion des cookies|donnees personnelles|
tout accepter|accepter|suivre|suivez-nous|qui sommes-nous|
anmelden|einloggen|registrieren|abonnieren|abo|teilen|drucken|merken|kommentieren|kommentare?|
zum inhalt springen|vorlesen|anzeige|werbung|startseite|suche|suchen|impressum|datenschutz|
datenschutzerklarung|agb|kontakt|alle akzeptieren|akzeptieren|zustimmen|folgen|newsletter bestellen|
accedi|registrati|abbonati|condividi|stampa|salva|ascolta|pubblicita|commenti|note legali|
informativa privacy|chi siamo|contatti|accetta(?: tutti)?|cerca|
entrar|assine|assinar|compartilhar|partilhar|imprimir|ouvir|publicidade|comentarios|
termos de uso|politica de privacidade|quem somos|contato|contactos|aceitar|pesquisar|
inloggen|aanmelden|abonneren|delen|afdrukken|opslaan|reacties?|advertentie|zoeken|
войти|регистрация|подписаться|подписка|поделиться|распечатать|печать|комментарии|реклама|поиск|
главная|меню|контакты|
تسجيل الدخول|اشترك|مشاركه|شارك|طباعه|تعليقات|تعليق|اعلان|اعلانات|القائمه|بحث|الرئيسيه|اتصل بنا|
من نحن|سياسه الخصوصيه|
登录|注册|分享|打印|评论|首页|搜索|菜单|广告|ログイン|シェア|印刷|コメント|検索|メニュー
""".replace("\n", "")
_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_RUN = re.compile(rf"(?:{_BUTTONS})(?: (?:{_BUTTONS}))*")
_FURNITURE = re.compile(
    r"(?:advertisement\b|loading\b|log ?in\b|remember me\b|forgot (?:your )?password|skip to |"
    r"subscribe (?:to|for|from|now)\b|sign up (?:to|for)\b|sponsored\b|search\b|"
    r"share (?:this|on)\b|"
    r"(?:story|article) continues below|\d+ min(?:ute)?s? read|lesezeit\b|temps de lecture\b|"
    r"tiempo de lectura\b|lecture (?:de )?\d+ min|"
    r"(?:last )?updated? \d+ (?:min|hour|sec|day)\w* ago|\d+\s?(?:m|h|d|min|mins|hours?|days?) ago|"
    r"il y a \d+ |vor \d+ (?:minuten|stunden)|hace \d+ (?:minutos|horas)|"
    r"\d{1,2}[:.]\d\d(?: ?[a-z]{2,4})?$)"
)
# Notices are whole sentences, so each is told by how it opens.
_NOTICE = re.compile(
    r"(?:we(?: and our partners)? use cookies|(?:this|our) (?:web)?site uses cookies|"
    r"by (?:continuing|using) (?:to (?:use|browse) )?(?:this|our) (?:web)?site|"
    r"(?:wir|diese (?:web)?seite|diese website) (?:verwende[nt]|nutz(?:en|t)|setz(?:en|t)) "
    r".*cookies|"
    r"(?:nous utilisons|ce site utilise) (?:des )?cookies|"
    r"(?:utilizamos|usamos|este sitio (?:web )?(?:usa|utiliza)|este site (?:usa|utiliza)) "
    r"(?:as )?cookies|"
    r"(?:questo sito (?:usa|utilizza)|utilizziamo) (?:i )?cookie|please enable javascript|"
    r"javascript is (?:disabled|required)|your browser (?:is|does) |you have reached your limit)"
)
_ASIDE = re.compile(
    r"(?:read (?:more|also|next|this)|see also|also read|watch|related|recommended|in pictures|"
    r"leer (?:mas|tambien)|lea (?:mas|tambien)|lire (?:aussi|plus)|a lire aussi|voir aussi|"
    r"lesen sie (?:auch|mehr)|mehr dazu|leggi anche|leia (?:mais|tambem)|lees ook|"
    r"читайте также|اقرا ايضا)\s?[:|>›»].*"
)
_TOPICS = (
    r"more (?:about|on)|tags?|topics?|keywords?|filed under|related topics|in this story|"
    r"mas (?:sobre|informacion sobre)|etiquetas|temas|"
    r"plus (?:d'articles|d'infos?|d'actualites?)? ?sur|"
    r"mots[- ]cles|etiquettes|thematiques|sur le meme sujet|mehr (?:zu|zum thema|uber)|"
    r"schlag(?:worte|worter)|themen|altro su|altri articoli su|argomenti|parole chiave|"
    r"(?:leia )?mais sobre|palavras[- ]chave|topicos|assuntos|meer over|onderwerpen|trefwoorden|"
    r"теги|темы|больше о|еще по теме|المزيد عن|وسوم|الكلمات المفتاحيه|"
    r"标签|关键词|タグ|キーワード"
)
_TAG_LINE = re.compile(rf"^(?:{_TOPICS})(?:\s*[:：]\s*|\s+)(?=\S)")
_TOPICS_HEADING = re.compile(rf"(?:{_TOPICS})\s*[:：]?")
_COLON = re.compile(r"([:：])(?=\S)")
# What heads links to other stories, beside a text or below it; the topics' headings do so too.
_RELATED = re.compile(
    rf"(?:{_TOPICS}|related(?: (?:articles?|stories|news|content|posts|links|coverage|reading))?|"
    r"read (?:more|also|next|this)(?: on (?:this|the) (?:topic|story|subject))?|also read|"
    r"see also|recommended(?: (?:for you|reading|stories))?|you (?:may|might) also (?:like|enjoy)|"
    r"more (?:stories|news|coverage|from .{2,40}|(?:about|on) this (?:topic|story))|"
    r"don't miss|editor'?s'? picks?|further reading|most (?:read|popular|viewed|shared)|"
    r"auch interessant|das konnte (?:sie|dich) auch interessieren|passend (?:zum|zu diesem) "
    r"(?:artikel|thema)|lesen sie (?:auch|mehr)(?: zum thema)?|lies auch|mehr (?:zum thema|dazu|"
    r"lesen|aus .{2,40})|weitere (?:artikel|themen|meldungen|nachrichten|beitrage)|"
    r"zum thema|meistgelesen|empfohlene(?:r)? (?:artikel|beitrage|inhalt)|"
    r"(?:a )?lire (?:aussi|egalement|plus)|(?:a )?voir aussi|sur le meme (?:sujet|theme)|"
    r"articles? (?:lies|associes|similaires)|pour aller plus loin|les plus lus|"
    r"lea (?:mas|tambien)|leer (?:mas|tambien)|ver (?:mas|tambien)|te puede interesar|"
    r"(?:noticias|articulos|contenidos?) relacionad[oa]s?|(?:lo )?mas (?:leido|visto)s?|"
    r"leggi anche|potrebbe interessarti(?: anche)?|articoli correlati|i piu letti|"
    r"leia (?:mais|tambem)|veja (?:mais|tambem)|(?:noticias|artigos) relacionad[oa]s|mais lidas|"
    r"lees (?:ook|meer)|meer (?:lezen|nieuws)|gerelateerd(?:e artikelen)?|meest gelezen|"
    r"les ogsa|les mer|las (?:ocksa|mer)|læs (?:ogsa|mere)|lue (?:myos|lisaa)|"
    r"czytaj (?:tez|takze|wiecej)|zobacz (?:tez|takze)|przeczytaj (?:tez|takze)|"
    r"ctete take|prectete si(?: take)?|mohlo by vas zajimat|souvisejici(?: clanky)?|"
    r"citeste si|ilgili haberler|bunlar da ilginizi cekebilir|baca juga|berita terkait|"
    r"читайте также|читать также|по теме|материалы по теме|самое читаемое|читаите также|"
    r"اقرا ايضا|اقرا المزيد|مواضيع ذات صله|"
    r"相关(?:新闻|阅读|文章)|延伸阅读|延伸閱讀|相關(?:新聞|文章)|関連(?:記事|ニュース)|関連リンク|"
    r"あわせて読みたい|관련 ?(?:기사|뉴스))\s*[:：]?"
)
_ENDING = re.compile(
    rf"(?:(?:{_TOPICS})(?:\s*[:：]|\s|$).*|"
    r"more (?:news |stories )?from\b.*|more (?:stories|news|coverage)\b.*|related(?: \w+)?:?|"
    r"you may also like.*|most (?:read|popular|viewed|shared)\b.*|recommended(?: for you)?:?|"
    r"trending(?: now)?:?|comments?(?: \(\d+\))?|\d+ comments?|leave a (?:comment|reply).*|"
    r"(?:share|follow) (?:this|us|on)\b.*|(?:©|\(c\)|copyright\b).*|"
    r"all rights reserved.*|about (?:us|the author)\b.*|terms (?:of|and)\b.*|privacy policy.*|"
    r"cookie (?:policy|settings|preferences).*|(?:sign up|subscribe) (?:to|for)\b.*|"
    r"newsletters?:.*|back to top|e-?mail this.*|latest(?: news| stories)?:?|"
    r"(?:mas|otras) noticias.*|(?:lo )?mas (?:leido|visto)s?.*|noticias relacionadas.*|"
    r"aviso legal.*|todos los derechos.*|tous droits.*|mentions legales.*|les plus lus.*|"
    r"a lire (?:aussi|egalement)|articles? (?:lies|associes)|sur le meme theme.*|"
    r"impressum.*|alle rechte vorbehalten.*|meistgelesen.*|das konnte sie auch.*|zur startseite|"
    r"mehr aus .{2,40}|tutti i diritti.*|i piu letti.*|note legali.*|todos os direitos.*|"
    r"mais lidas.*|veja tambem:?|alle rechten.*|все права.*|читайте также:?|самое читаемое.*|"
    r"جميع الحقوق.*|الاكثر قراءه.*|اقرا ايضا:?|"
    r"版权所有.*|无断转载.*|無断転載.*|相关(?:新闻|阅读).*)"
)


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture wherever it stands: buttons, menus, notices, marks alone."""
    text = fold_line(line)
    if not any(map(str.isalnum, text)):
        return True
    if _NOTICE.match(text):
        return True
    if _is_prose(text):
        return False
    # Between buttons stand counts and all kinds of marks, which say nothing.
    return bool(_RUN.fullmatch(" ".join(_WORDS.findall(text))) or _FURNITURE.match(text))


def is_aside(line: str) -> bool:
    """Whether a line only points to another article, as pages put between two paragraphs."""
    text = fold_line(line)
    return len(text) <= _LONGEST and bool(_ASIDE.fullmatch(text))


def is_ending(line: str) -> bool:
    """Whether the text of an article cannot go on behind this line."""
    text = fold_line(line)
    if text.startswith(("©", "(c)", "copyright ©")):
        return True
    return not _is_prose(text) and bool(_ENDING.fullmatch(text))


def tags_on(line: str) -> list[str]:
    """The topics that a tag line names ("More about Syria, Iraq"); none where it is no tag line."""
    line = _COLON.sub(r"\1 ", line.strip(), count=1)
    text = fold_line(line)
    opening = _TAG_LINE.match(text)
    if not opening or _is_prose(text):
        return []
    rest = " ".join(line.split()[len(opening[0].split()) :])  # the same words, not folded
    if rest.lower().startswith("this "):  # "More on this story"
        return []
    names = (name.strip(" #.") for name in re.split(r"[,;|·•、，،]", rest))
    return [name for name in names if name and len(name) <= 60]


def is_topics_heading(line: str) -> bool:
    """Whether a line heads a list of topics, one a line ("Related topics")."""
    return bool(_TOPICS_HEADING.fullmatch(fold_line(line)))


def is_related_heading(line: str) -> bool:
    """Whether a line heads links to other stories ("Read more", "Auch interessant") or topics."""
    return bool(_RELATED.fullmatch(fold_line(line)))


def _is_prose(text: str) -> bool:
    """A sentence, or more than a line of a menu ever is."""
    words = text.split()
    return len(text) > _LONGEST or (
        len(words) >= _LEAST_SENTENCE and text.endswith((".", '."', "?", "!", ".'"))
    )
