"""Arabic words that are written together with the small word before them.

و (and), ف (so), ب (in, with), ل (to), ك (as) and the س of the future stand before a word without a
blank: وأوكرانيا is "and Ukraine", للسلطة "to the authority". Snowball takes off some and not
others, and takes the first letter off whole words: وزارة (ministry) becomes زار (he visited).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from archive.text.plain import fold

_SMALL = "وفبلك"
_ARTICLE = "ال"
_TO_THE = "لل"  # ل and the article are written so
_LEAST = 4  # letters that have to be left: shorter words begin with such letters by themselves

# Everyday words of news that begin with one of these letters as a part of the word, by their stems.
_OWN_LETTER = """
وزارة وزارات وزير وزيرة وزراء ولاية ولايات وكالة وكالات وسائل وسيلة وسيط وساطة وثيقة
وثائق وحدة وحدات وظيفة وظائف واجب واجبات واقع واقعة وقائع والد والدة وجود وجهة وفاة
وفيات وصول وصية وعود وقود وقوع ولادة واحد واحدة واسع واسعة واضح واضحة وطني وطنية
وحيد وحيدة وسطى وزن وضعية وتيرة ورقة ورشة واشنطن وارسو ودائع فلسطين فلسطيني فلسطينية
فلسطينيين فرنسا فرنسي فرنسية فريق فيلم فترة فرصة فيروس فكرة فئة فئات فصيل فصائل فساد
فضاء فضيحة فندق فنادق فوضى فيضان فيضانات فرقة فعالية فعاليات فنزويلا فنلندا فيتنام
فيينا فيصل فلاديمير بلاد بلدة بلدان بلدية بيان بيانات برنامج برامج برلمان برلماني
برلمانية بغداد بيروت باريس برلين بريطانيا بريطاني بريطانية بلجيكا بولندا بنغلاديش
باكستان بكين بوتين بايدن بشار بطولة بطل بيئة بيئي بيئية بنوك بضائع بداية بترول بناء
بناية بقية بديل بحرية بحري بحرين بوابة بلاغ بعثة بركان بلوغ بالغ بالغة بارز بارزة
بادرة باحث باحثين بيع بورصة بلغاريا برازيل برشلونة لبنان لبناني لبنانية لبنانيين
ليبيا ليبي ليبية لجنة لجان لقاء لقاءات لقاح لقاحات لغة لاعب لاعبين لاجئ لاجئين لائحة
لندن لواء لحظة لحظات ليلة لوحة لقب لجوء لازم لازمة ليتوانيا لاتفيا لوكسمبورغ لافروف
كتاب كتب كاتب كتلة كتيبة كتائب كبير كبيرة كبار كندا كلمة كلمات كوريا كورونا كهرباء
كهربائي كنيسة كنائس كارثة كوارث كامل كاملة كافة كأس كرة كثير كثيرة كركوك كردي كردية
كردستان كابول كشمير كوسوفو كولومبيا كوبا كينيا كييف كرواتيا كلية كليات كيان كيلومتر
كيلومترا كميات كمية كاميرا
"""


def arabic_stems(word: str, stem: Callable[[str], str], *, in_text: bool) -> Iterator[str]:
    """The stems of a word by `stem`, Snowball's. In a text it may be a small word and another one:
    then those of the other too. A query's word keeps its first letter, but before the article and
    before a word of the list: وهران (Oran) is not "and هران".
    """
    small = word[:1] in _SMALL
    if small and (whole := stem(_ARTICLE + word)) in _own_letters(stem):
        yield whole  # behind the article, Snowball leaves a first letter alone
        return
    found = stem(word)
    if small and not found.startswith(word[0]):
        yield word[0] + found  # Snowball took a letter that may be the word's own
    if not in_text and small and word[1:3] == _ARTICLE:
        yield stem(word[1:])  # والحكومة: and the government
    elif in_text or not small or word.startswith(_TO_THE) or found.startswith(word[0]):
        yield found
    elif (whole := stem(_ARTICLE + word[1:])) in _own_letters(stem):
        yield whole  # وبيروت: and Beirut
    if in_text and word.startswith(_TO_THE):  # للبنان: to Lebanon, which has no article
        yield from (each for each in [stem(_ARTICLE + word[1:])] if each in _own_letters(stem))
    rest = _ARTICLE + word[2:] if word.startswith(_TO_THE) else word[1:]
    if in_text and small and len(rest) >= _LEAST:
        yield from arabic_stems(rest, stem, in_text=not rest.startswith(_ARTICLE))


@cache
def _own_letters(stem: Callable[[str], str]) -> frozenset[str]:
    return frozenset(
        stem(_ARTICLE + form) for word in _OWN_LETTER.split() for form in (word, fold(word))
    )
