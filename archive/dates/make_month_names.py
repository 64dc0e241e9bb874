"""Writes `month_names.txt` and `day_first.txt` anew, from Unicode's CLDR.

    python -m archive.dates.make_month_names

It needs Babel, which reads CLDR. Run it when Babel has learnt of more languages, or after adding a
name in use to `OTHERS`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from babel import Locale, localedata

from archive.dates.months import month_key

HERE = Path(__file__).parent
NAMES_HEAD = """\
# What the months are called: the code of a language, then its names of each month, folded, "/"
# between two. Made by make_month_names.py of the names in CLDR, and of some in use that it has not.
"""
ORDER_HEAD = """\
# Who writes the day first in 3/11/2017 (+), and who the month (-): languages, where all of their
# regions agree, and else regions. Made by make_month_names.py of the short dates in CLDR.
"""
# The languages of the news, as the guesser of languages has them, and their regional names.
LANGUAGES = """
af am ar as az az_Cyrl be bg bn br bs ca ceb ckb cs cy da de dsb el en eo es et eu fa fi fil
fo fr fur fy ga gd gl gu ha he hi hr hsb hu hy id ig is it jv ka kk km kn ku ky lb lo lt lv
mk ml mn mr ms mt my nb ne nl nn oc om or pa pl ps pt qu rm ro ru rw sc sd se si sk sl sn so
sq sr sr_Latn su sv sw ta te tg th ti tk tr tt ug uk ur uz uz_Cyrl vi xh yi yo zu
""".split()  # noqa: SIM905
REGIONS = ("ar_SY", "ar_DZ", "ar_MA", "ar_TN", "de_AT", "pt_PT", "ms_MY", "en_GB")
ALIKE = {"fil": "tl", "nb": "no", "nn": "no"}  # the code that the archive keeps
# Names in use that CLDR has not, or has under another calendar, month by month from January.
OTHERS = {
    # Iraq and the Levant write the second month of a pair without the article as well.
    "ar": "كانون ثاني/شباط/اذار/نيسان/ايار/حزيران/تموز/اب/ايلول/تشرين اول/تشرين ثاني/كانون اول",
    "ar-2": "جانفي/فيفري/مارس/افريل/ماي/جوان/جويلية/اوت/سبتمبر/اكتوبر/نوفمبر/ديسمبر",
    "ar-3": "يناير/فبراير/مارس/ابريل/مايو/يونيه/يوليه/اغسطس/سبتمبر/اكتوبر/نوفمبر/ديسمبر",
    "az": "yanvar/fevral/mart/aprel/may/iyun/iyul/avqust/sentyabr/oktyabr/noyabr/dekabr",
    "bn": "জানুয়ারী/ফেব্রুয়ারী/মার্চ/এপ্রিল/মে/জুন/জুলাই/অগাস্ট/সেপ্টেম্বর/অক্টোবর/নভেম্বর/ডিসেম্বর",
    "bs": "januara/februara/marta/aprila/maja/juna/jula/augusta/septembra/oktobra/novembra/"
    "decembra",
    "de": "jänner/feber/märz/april/mai/juni/juli/august/september/oktober/november/dezember",
    "es": "enero/febrero/marzo/abril/mayo/junio/julio/agosto/setiembre/octubre/noviembre/diciembre",
    "el": "ιανουάριος/φεβρουάριος/μάρτιος/απρίλιος/μάιος/ιούνιος/ιούλιος/αύγουστος/σεπτέμβριος/"
    "οκτώβριος/νοέμβριος/δεκέμβριος",
    "el-2": "γενάρη/φλεβάρη/μάρτη/απρίλη/μάη/ιούνη/ιούλη/αυγούστου/σεπτέμβρη/οκτώβρη/νοέμβρη/"
    "δεκέμβρη",
    "et": "jaanuaril/veebruaril/märtsil/aprillil/mail/juunil/juulil/augustil/septembril/oktoobril/"
    "novembril/detsembril",
    "eu": "urtarrilaren/otsailaren/martxoaren/apirilaren/maiatzaren/ekainaren/uztailaren/"
    "abuztuaren/irailaren/urriaren/azaroaren/abenduaren",
    "fi": "tammikuussa/helmikuussa/maaliskuussa/huhtikuussa/toukokuussa/kesäkuussa/heinäkuussa/"
    "elokuussa/syyskuussa/lokakuussa/marraskuussa/joulukuussa",
    "hi": "जनवरी/फ़रवरी/मार्च/अप्रैल/मई/जून/जुलाई/अगस्त/सितम्बर/अक्तूबर/नवम्बर/दिसम्बर",
    "id": "januari/pebruari/maret/april/mei/juni/juli/agustus/september/oktober/nopember/desember",
    "ka": "იანვარს/თებერვალს/მარტს/აპრილს/მაისს/ივნისს/ივლისს/აგვისტოს/სექტემბერს/ოქტომბერს/"
    "ნოემბერს/დეკემბერს",
    "ku": "çile/sibat/adar/nîsan/gulan/hezîran/tîrmeh/tebax/îlon/cotmeh/mijdar/berfanbar",
    "ku-2": "rêbendan/reşemî/avdar/avrêl/gulan/pûşper/tîrmeh/gelawêj/rezber/kewçêr/sermawez/kanûn",
    "lv": "janvārī/februārī/martā/aprīlī/maijā/jūnijā/jūlijā/augustā/septembrī/oktobrī/novembrī/"
    "decembrī",
    "ms": "januari/februari/mac/april/mei/jun/julai/ogos/september/oktober/november/disember",
    "pl": "styczniu/lutym/marcu/kwietniu/maju/czerwcu/lipcu/sierpniu/wrześniu/październiku/"
    "listopadzie/grudniu",
    "ps": "جنوري/فبروري/مارچ/اپریل/مۍ/جون/جولای/اګست/سپتمبر/اکتوبر/نومبر/دسمبر",
    "ro": "ianuarie/februarie/martie/aprilie/mai/iunie/iulie/august/septembrie/octombrie/noiembrie/"
    "decembrie",
    "ro-2": "ian/feb/mar/apr/mai/iun/iul/aug/sept/oct/noi/dec",
    "ky": "январы/февралы/марты/апрели/майы/июну/июлу/августу/сентябры/октябры/ноябры/декабры",
    "so": "janaayo/febraayo/maarso/abriil/maajo/juun/luulyo/agoosto/sebteembar/oktoobar/noofembar/"
    "diseembar",
    "ru": "январе/феврале/марте/апреле/мае/июне/июле/августе/сентябре/октябре/ноябре/декабре",
    "sr": "јануара/фебруара/марта/априла/маја/јуна/јула/августа/септембра/октобра/новембра/"
    "децембра",
    "sr-2": "januara/februara/marta/aprila/maja/juna/jula/avgusta/septembra/oktobra/novembra/"
    "decembra",
    "sr-3": "јануар/фебруар/март/април/мај/јуни/јули/август/септембар/октобар/новембар/децембар",
    "sr-4": "januar/februar/mart/april/maj/juni/juli/avgust/septembar/oktobar/novembar/decembar",
    "hr": "siječnju/veljači/ožujku/travnju/svibnju/lipnju/srpnju/kolovozu/rujnu/listopadu/"
    "studenom/prosincu",
    "hr-2": "siječnja/veljače/ožujka/travnja/svibnja/lipnja/srpnja/kolovoza/rujna/listopada/"
    "studenog/prosinca",
    "ta": "ஜனவரி/பிப்ரவரி/மார்ச்/ஏப்ரல்/மே/ஜூன்/ஜூலை/ஆகஸ்ட்/செப்டெம்பர்/அக்டோபர்/நவம்பர்/டிசம்பர்",
    "tg": "январ/феврал/март/апрел/май/июн/июл/август/сентябр/октябр/ноябр/декабр",
    "uz": "yanvar/fevral/mart/aprel/may/iyun/iyul/avgust/sentabr/oktabr/noyabr/dekabr",
    "uz-2": "yanvar/fevral/mart/aprel/may/iyun/iyul/avgust/sentyabr/oktyabr/noyabr/dekabr",
}
# Months that are not Gregorian, under the name of their calendar (calendars.py): the Solar Hijri
# year begins with Farvardin; in Afghanistan its months bear the names of the zodiac.
CALENDARS = {
    "solar-hijri": [
        "فروردین/اردیبهشت/خرداد/تیر/مرداد/شهریور/مهر/آبان/آذر/دی/بهمن/اسفند",
        "فروردین/اردیبهشت/خرداد/تیر/امرداد/شهریور/مهر/آبان/آذر/دی/بهمن/اسفندماه",
        "حمل/ثور/جوزا/سرطان/اسد/سنبله/میزان/عقرب/قوس/جدی/دلو/حوت",
        "وری/غویی/غبرګولی/چنګاښ/زمری/وږی/تله/لړم/لیندۍ/مرغومی/سلواغه/کب",
        "farvardin/ordibehesht/khordad/tir/mordad/shahrivar/mehr/aban/azar/dey/bahman/esfand",
    ],
}


def main() -> None:
    """Writes the two files beside this one."""
    lines = [
        "|".join((code, *("/".join(sorted(month)) for month in months)))
        for code, months in sorted(_names().items())
    ]
    file = HERE / "month_names.txt"
    file.write_text(NAMES_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    file = HERE / "day_first.txt"
    file.write_text(f"{ORDER_HEAD}{' '.join(_orders())}\n", encoding="utf-8")


def _names() -> dict[str, list[set[str]]]:
    """Twelve sets of names for each language and each other calendar."""
    names: defaultdict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in range(12)])
    for code in (*LANGUAGES, *REGIONS):
        if not localedata.exists(code):
            continue
        localedata._cache.clear()  # Babel mixes up the names of locales that were read before
        short = code.partition("_")[0]
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names[ALIKE.get(short, short)][number - 1].add(_plain(name))
    for code, listed in OTHERS.items():
        _add(names[code.partition("-")[0]], listed)
    for calendar, lists in CALENDARS.items():
        for listed in lists:
            _add(names[calendar], listed)
    for named in names.values():
        for month in named:
            month -= {name for name in month if re.fullmatch(r"m?\d*", name)}  # M01, or a number
    return {code: named for code, named in names.items() if any(named)}


def _add(months: list[set[str]], listed: str) -> None:
    for month, name in zip(months, listed.split("/"), strict=True):
        month.add(_plain(name))


def _plain(name: str) -> str:
    return month_key(name.replace("/", " "))


def _orders() -> list[str]:
    """Languages and regions, each behind + or -. A language whose own habit is the year first, or
    of which a region differs, says nothing by itself.
    """
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for code in localedata.locale_identifiers():
        locale = Locale.parse(code)
        pattern = re.sub(r"'[^']*'|[^dMyL]", "", locale.date_formats["short"].pattern)
        order = "".join(dict.fromkeys(pattern.replace("L", "M")))
        if locale.script in ("Dsrt", "Shaw"):  # English in alphabets of nobody's news
            continue
        found[locale.language][locale.territory or ""] = {"dMy": "+", "Mdy": "-"}.get(order, "")
    orders: set[str] = set()
    for language, regions in found.items():
        own, all_of_them = regions.get("", ""), set(regions.values()) - {""}
        code = ALIKE.get(language, language)
        if own and len(all_of_them) == 1:
            orders.add(own + code)
        elif all_of_them:
            orders |= {
                sign + f"{code}-{region}" for region, sign in regions.items() if region and sign
            }
    return sorted(orders)


if __name__ == "__main__":
    main()
