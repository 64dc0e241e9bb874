"""Offers to subscribe or register that stand inside a text, told by what they ask of readers."""

from __future__ import annotations

import re
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
