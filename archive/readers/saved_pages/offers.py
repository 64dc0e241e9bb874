"""What asks something of readers inside a text or below it: offers to subscribe or register, and
invitations to follow the paper by its newsletter, its app or elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from archive.text.markup import name_of, short_text, text_of

MOST_CHARACTERS = 1_200  # of an offer
_LEAST_ASKED = 2  # different phrases
_APART = 300  # characters to a phrase at most: a report on subscriptions has more between them
_ASKING = {"section", "div", "aside", "ul", "ol", "p", "table"}
# What such offers say and reports hardly do, in lower case, in the languages of the press.
_PHRASES = """
subscribe now | subscribe to | subscribe for | subscribers only | already a subscriber |
become a member | become a subscriber | sign in | log in | create an account |
create your account | register to | register now | register for free | unlimited access |
unlimited online access | free trial | cancel anytime | cancel any time | continue reading |
continue with your reading | keep reading | exclusive articles | sign up | support our journalism |
jetzt abonnieren | jetzt testen | jetzt bestellen | für abonnenten | bereits abonnent |
einloggen | jetzt anmelden | jetzt registrieren | weiterlesen | jederzeit kündbar |
monatlich kündbar | kostenlos testen | konto erstellen | unbegrenzter zugang | zugriff auf alle |
abonnez-vous | je m'abonne | réservé aux abonnés | réservé à nos abonnés | déjà abonné |
connectez-vous | identifiez-vous | créez votre compte | créer un compte | sans engagement |
accès illimité | lire la suite | essai gratuit | inscrivez-vous |
suscríbete | hazte suscriptor | para suscriptores | ya eres suscriptor | inicia sesión |
crea tu cuenta | crear una cuenta | regístrate | acceso ilimitado | sigue leyendo |
seguir leyendo | prueba gratis | sin permanencia |
abbonati ora | riservato agli abbonati | sei già abbonato | accedi | registrati |
crea un account | accesso illimitato | continua a leggere | prova gratuita | disdici quando vuoi |
assine | para assinantes | já é assinante | faça login | cadastre-se | crie sua conta |
crie uma conta | acesso ilimitado | continue lendo | continuar a ler | teste grátis |
word abonnee | abonneer | voor abonnees | al abonnee | inloggen | maak een account |
onbeperkt toegang | lees verder | verder lezen | opzegbaar |
bli abonnent | bliv abonnent | for abonnenter | för prenumeranter | prenumerera | logga in |
logg inn | log ind | skapa konto | opprett konto | opret konto | les videre | læs videre |
läs vidare | prøv gratis | testa gratis |
subskrybuj | dla subskrybentów | dla prenumeratorów | wykup dostęp | zaloguj się | załóż konto |
zarejestruj się | nieograniczony dostęp | czytaj dalej | předplaťte | přihlaste se |
vytvořte si účet | předplatitel |
abone ol | aboneler | giriş yap | üye ol | hesap oluştur | sınırsız erişim | okumaya devam |
подпишитесь | для подписчиков | оформите подписку | войдите | зарегистрируйтесь |
создайте аккаунт | читать дальше | неограниченный доступ |
会員限定 | 有料会員 | ログイン | 会員登録 | 無料登録 | 続きを読む |
立即订阅 | 登录后 | 注册账号 | 付费会员 | 继续阅读 | 立即訂閱 | 登入後 | 繼續閱讀 |
구독하기 | 로그인 | 회원가입 | 유료회원 | 계속 읽기 |
اشترك الآن | تسجيل الدخول | سجل الدخول | إنشاء حساب | للمشتركين
"""
_ENDS = re.compile(r"[.!?。！？؟]")
_ASKED = tuple(" ".join(_PHRASES.split()).split(" | "))


_LONGEST_PITCH = 400  # of a paragraph that is one
_ADDRESSES = 300  # characters that the addresses of its links may take
_LEAST_KEPT = 0.7  # of a text: where more seems to speak of the paper, the paper is what it is on
_TOPIC = 2  # paragraphs that name a channel and ask for nothing: then the text is about channels
_LISTED = 2  # channels that a paragraph beside such a one names
# By what readers are to follow a paper, in lower case.
_CHANNELS = """
newsletter | whatsapp | telegram | facebook | instagram | tiktok | youtube | linkedin |
google news | via signal | on signal | per signal | sur signal | por signal | threema |
securedrop | social media | soziale netzwerke | réseaux sociaux | redes sociales | social network |
push-nachricht | push notification | notifications | podcast | privacy policy | e-mail | email |
app | apps | appli | subscription | subscriptions | subscriber | subscribers | subscribe |
abonnement | abonnements | abonnieren | abonnez | suscripción | suscríbete | suscriptores |
abbonamento | abbonati | assinatura | assine | abonelik | abone ol | подписка | подписку |
подписывайтесь | подпишитесь | рассылка | рассылку | infolettre | boletín | boletines |
nieuwsbrief | nyhetsbrev | nyhedsbrev | uutiskirje | biuletyn | zpravodaj | hírlevél | bülten |
bülteni | ニュースレター | メールマガジン | 微信 | 公众号 | 電子報 | 电子报 | 뉴스레터 | 카카오톡 |
النشرة | واتساب | تلغرام | فيسبوك
"""
# What begins a sentence that asks readers to do so.
_CALLS = """
sign up | subscribe | join us | join our | follow us | follow our | follow the latest |
get the latest | get our | get all the latest | download our | download the | click here |
read our | stay informed | stay up to date | stay ahead | never miss | don't miss | want more |
want to get | please bookmark | bookmark | support our | like us | listen to our | send us |
do you have a story | have you got a story | got a story | got a tip | do you have a tip | do you
have information | contact us | email us |
contact our | avez-vous des informations | tienes información |
hier geht es | hier geht's | hier entlang | hier anmelden | hier abonnieren | hier können sie |
melden sie | melde dich | haben sie hinweise | jetzt anmelden | jetzt abonnieren | abonnieren sie |
abonniere |
folgen sie | folge uns | folgt uns | laden sie | lade dir | bleiben sie | sie möchten |
du möchtest | immer informiert | keine nachricht | suivez | abonnez-vous | inscrivez-vous |
recevez | retrouvez nous | retrouvez notre | retrouvez nos | téléchargez | rejoignez |
cliquez ici | ne manquez | síguenos | sigue nuestro | sigue nuestra | suscríbete | regístrate |
recibe nuestro | recibe nuestra | recibe en tu | únete | descarga | apúntate | haz clic |
no te pierdas | seguici | segui i nostri | segui la nostra | iscriviti | abbonati | ricevi |
scarica | clicca qui | siga o nosso | siga a nossa | siga-nos | inscreva-se | assine | receba |
baixe | clique aqui | subscreva | volg ons | meld je aan | schrijf je in | abonneer |
ontvang onze | ontvang de | download onze | klik hier | følg oss | følg os | følg med | följ oss |
meld deg | tilmeld | anmäl dig | prenumerera | seuraa | tilaa | śledź | zapisz się | dołącz |
obserwuj | pobierz | sledujte | přihlaste se | odebírejte | iratkozzon | kövess | urmărește |
abonează | takip edin | bizi takip | abone ol | abonelik için | подпишитесь | подписывайтесь |
следите за нашими | следите за новостями | читайте нас | присоединяйтесь | скачайте |
підписуйтесь | підпишіться | стежте | ikuti | cek berita | baca berita | dapatkan | unduh |
berlangganan | theo dõi | تابعونا | تابعنا | اشترك | انضم
"""
_VERBS_LAST = r"フォロー|ご?登録|ダウンロード|关注|關注|订阅|訂閱|扫码|掃碼|구독|팔로우"
# Words for the paper and for what it gives, by which an invitation differs from advice.
_OWN = re.compile(
    r"(?<!\w)(?:us|our|we|here|unser\w*|uns|wir|hier|nous|notre|nos|ici|nosotros|nuestr\w+|aquí|"
    r"síguenos|noi|nostr\w+|qui|seguici|nós|noss\w+|aqui|ons|onze|oss|os|vår\w*|vore?s?|här|"
    r"meidän|nas|nasz\w*|tutaj|nás|náš|zde|minket|itt|bizi|bizim|buradan|мы|нас|наш\w*|здесь|"
    r"тут|kami|di sini|chúng tôi)(?!\w)|私たち|当社|本紙|こちら|我们|我們|本报|本報|우리|لنا|هنا|"
    r"تابعنا|تابعونا"
)
_SAYS = re.compile(r"[\"”“»’」]")


def _any_of(listed: str) -> str:
    words = sorted(" ".join(listed.split()).split(" | "), key=len, reverse=True)
    return "|".join(map(re.escape, words))


_SPACED = r"[a-zа-яёіїא-ת]"  # letters of scripts that set spaces, in which a word is a word
_APP = re.compile(rf"apps?(?!{_SPACED})")
# Parts of these names: a text that holds none, which most do not, is looked at no further.
_ROOTS = """
signal threema securedrop newsletter facebook instagram tiktok youtube linkedin telegram google
social soziale sociaux
notification push- podcast privacy mail subscri abonn abbona assin suscri abone bolet sbrev sbrief
uutiskirje biuletyn zpravodaj infolettre hírlev bülten подпис рассылк ニュースレ メールマ 微信 公众
電子報 电子报 뉴스레 카카오 النشرة واتساب تلغرام فيسبوك
""".split()  # noqa: SIM905 - as a list it would fill a page
_CHANNEL = re.compile(rf"(?<!{_SPACED})(?:{_any_of(_CHANNELS)})(?:e?s|n)?(?!{_SPACED})")
_CALL = re.compile(
    rf"(?:^|[.!?:–—。！？؟]\s+|\bread more )(?:{_any_of(_CALLS)})(?!{_SPACED})|{_VERBS_LAST}"
)
_ASKS = re.compile(rf"(?<!{_SPACED})(?:{_any_of(_CALLS)})(?!{_SPACED})|{_VERBS_LAST}")


class Offers:
    """Tells the offers in the text of one page, or in its blocks."""

    def __init__(self, text: str) -> None:
        text = text.casefold()
        self._here = [phrase for phrase in _ASKED if phrase in text]

    def __contains__(self, element: Any) -> bool:
        """Whether an element is an offer."""
        if len(self._here) < _LEAST_ASKED or name_of(element) not in _ASKING:
            return False
        if not short_text(element, MOST_CHARACTERS):
            return False
        return self._asks([*element.itertext()])

    def without(self, blocks: list[str]) -> list[str]:
        """Blocks without runs of those that ask."""
        if len(self._here) < _LEAST_ASKED:
            return blocks
        kept: list[str] = []
        run: list[str] = []
        for block in [*blocks, ""]:
            if len(block) <= MOST_CHARACTERS and self._asked(block):
                run.append(block)
                continue
            kept += [] if run and self._asks(run) else run
            run = []
            kept.append(block)
        return kept[:-1]

    def _asked(self, text: str) -> int:
        text = text.casefold()
        return sum(phrase in text for phrase in self._here)

    def _asks(self, parts: list[str]) -> bool:
        """Whether parts of a text ask often, and once at least at the start of a sentence."""
        text = " ".join(parts)
        asked = self._asked(text)
        if asked < _LEAST_ASKED or len(text) > _APART * asked:
            return False
        sentences = (one.strip() for part in parts for one in _ENDS.split(part.casefold()))
        return any(sentence.startswith(tuple(self._here)) for sentence in sentences)


def offers_in(container: Any) -> Offers:
    """Those in the text of an element."""
    return Offers(text_of(container))


def without_pitches(blocks: list[str], plain: Callable[[str], str]) -> list[str]:
    """Markdown blocks without those that invite readers to follow the paper; `plain` takes the
    marks from one.

    Inside a text an invitation names a channel, opens a sentence with a call and speaks of "us" or
    "here"; below it, or beside another one, less tells it. Of a text about channels all is kept.
    """
    short = [block if len(block) <= _LONGEST_PITCH + _ADDRESSES else "" for block in blocks]
    whole = "\n\n".join(short).lower()
    named = [root for root in _ROOTS if root in whole]
    named += ["app"] if _APP.search(whole) else []
    if not named:
        return blocks
    texts = [
        plain(text).replace("’", "'") if any(name in text for name in named) else ""
        for text in whole.split("\n\n")
    ]
    found = {at for at, text in enumerate(texts) if text and _invites(text)}
    end = len(blocks)
    while end and (end - 1 in found or _asks_below(texts[end - 1])):
        end -= 1
    found.update(range(end, len(blocks)))
    for at in sorted(found):
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(texts) and _stands_beside(texts[beside]):
                found.add(beside)
    if not found:
        return blocks
    kept = [block for at, block in enumerate(blocks) if at not in found]
    if sum(map(len, kept)) < _LEAST_KEPT * sum(map(len, blocks)):
        return blocks
    return blocks if _is_topic(kept, [texts[at] for at in found], plain) else kept


def _is_topic(kept: list[str], pitches: list[str], plain: Callable[[str], str]) -> bool:
    """Whether a text is about the channels by which it seems to invite."""
    named = {channel for text in pitches for channel in _CHANNEL.findall(text)}
    others = (plain(text).lower() for text in kept)
    return sum(any(channel in text for channel in named) for text in others) >= _TOPIC


def _invites(text: str) -> bool:
    """Whether a paragraph asks readers to follow the paper, wherever it stands."""
    return (
        len(text) <= _LONGEST_PITCH
        and _CHANNEL.search(text) is not None
        and _CALL.search(text) is not None
        and _OWN.search(text) is not None
    )


def _asks_below(text: str) -> bool:
    """Whether a paragraph at the end of a text does."""
    if len(text) > _LONGEST_PITCH or _CHANNEL.search(text) is None or _SAYS.search(text):
        return False
    asked = _OWN.search(text) is not None and _ASKS.search(text) is not None
    return asked or _CALL.search(text) is not None


def _stands_beside(text: str) -> bool:
    """Whether a paragraph beside an invitation is a part of it: it asks, or lists channels."""
    if len(text) > _LONGEST_PITCH / 2:
        return False
    channels = len(set(_CHANNEL.findall(text)))
    return channels >= _LISTED or (channels > 0 and _ASKS.search(text) is not None)
