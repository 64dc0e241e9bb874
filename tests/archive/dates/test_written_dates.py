"""3 November 2017 as each language writes it, and what nobody can tell."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from archive.dates.found_date import writing_of
from archive.dates.parse import find_date, parse_date

DAY = "2017-11-03"
# Each language's forms of one day; None where the language need not be known.
FORMS = """
af: 3 November 2017 | Vrydag 3 Nov. 2017
am: 3 ኖቬምበር 2017 | ኖቬምበር 3, 2017
ar: 3 نوفمبر 2017 | الجمعة ٣ نوفمبر ٢٠١٧ | 3 تشرين الثاني 2017 | 3 تشرين الثاني/نوفمبر 2017 | 3 نوفمبر/تشرين الثاني 2017 | 3 تشرين ثاني 2017 | 03/11/2017 | 14 صفر 1439 هـ الموافق 3 نوفمبر 2017 م
az: 3 noyabr 2017 | 3 noyabr 2017-ci il | 03.11.2017
be: 3 лістапада 2017 г.
bg: 3 ноември 2017 г. | 03.11.2017 г.
bn: ৩ নভেম্বর ২০১৭ | ০৩/১১/২০১৭
bs: 3. novembra 2017. | 3. studenog 2017.
ca: 3 de novembre de 2017 | divendres, 3 de novembre del 2017
cs: 3. listopadu 2017 | pátek 3. listopadu 2017 | 3. 11. 2017
cy: 3 Tachwedd 2017
da: 3. november 2017 | fredag den 3. nov. 2017
de: 3. November 2017 | Freitag, den 3. Nov. 2017, 14:05 Uhr | 03.11.2017 | 03/11/2017
el: 3 Νοεμβρίου 2017 | Παρασκευή, 3 Νοεμβρίου 2017 | 3/11/2017
en: November 3, 2017 | Nov. 3rd, 2017 | 3rd of November, 2017 | Friday November 3 2017 | 3-Nov-2017
eo: 3-a de novembro 2017
es: 3 de noviembre de 2017 | viernes, 3 de noviembre del 2017 | 3 nov. 2017 | 3/nov/2017
et: 3. november 2017 | 3. novembril 2017
eu: 2017ko azaroaren 3a
fa: ۱۲ آبان ۱۳۹۶ | جمعه ۱۲ آبان‌ماه ۱۳۹۶ | ۱۳۹۶/۰۸/۱۲ | ۱۳۹۶-۰۸-۱۲ | 1396-08-12T14:05:00+03:30 | ۳ نوامبر ۲۰۱۷
fi: 3. marraskuuta 2017 | perjantai 3.11.2017 klo 14.05
fr: 3 novembre 2017 | le vendredi 3 nov. 2017 | 03/11/2017
fy: 3 novimber 2017
ga: 3 Samhain 2017
gl: 3 de novembro de 2017
gu: 3 નવેમ્બર, 2017
ha: 3 Nuwamba, 2017
he: 3 בנובמבר 2017 | יום שישי, 3 בנובמבר 2017 | 3.11.2017 | 03/11/2017
hi: 3 नवंबर 2017 | ३ नवम्बर २०१७ | 03/11/2017
hr: 3. studenoga 2017. | petak, 3. studenog 2017. | 3.11.2017.
hu: 2017. november 3. | 2017. nov. 3., péntek | 2017.11.03.
hy: 3 նոյեմբերի, 2017 թ.
id: 3 November 2017 | Jumat, 3 Nopember 2017 | 03/11/2017
is: 3. nóvember 2017
it: 3 novembre 2017 | venerdì 3 nov 2017 | 03/11/2017
ja: 2017年11月3日 | 2017年11月03日（金） | 平成29年11月3日 | ２０１７年１１月３日 | 2017/11/03 | H29.11.3 | 平成二十九年十一月三日
ka: 3 ნოემბერი, 2017
kk: 2017 жылғы 3 қараша | 3 қараша 2017
km: ថ្ងៃទី៣ ខែវិច្ឆិកា ឆ្នាំ២០១៧ | 3 វិច្ឆិកា 2017
ko: 2017년 11월 3일 | 2017. 11. 3. | 2017.11.03. 오후 2:05
ky: 2017-жылдын 3-ноябры | 3-ноябрь 2017
lo: 3 ພະຈິກ 2017
lt: 2017 m. lapkričio 3 d. | 2017 lapkričio 3
lv: 2017. gada 3. novembris | 3. novembrī, 2017
mk: 3 ноември 2017 г.
ml: 2017, നവംബർ 3
mn: 2017 оны 11-р сарын 3 | 2017 оны 11 сарын 3
mr: ३ नोव्हेंबर, २०१७
ms: 3 November 2017 | 3/11/2017
mt: 3 ta' Novembru 2017
my: 2017 ခုနှစ် နိုဝင်ဘာလ 3 ရက်
ne: ३ नोभेम्बर २०१७
nl: 3 november 2017 | vrijdag 3 nov. 2017 | 3-11-2017
no: 3. november 2017 | 03.11.2017
pa: 3 ਨਵੰਬਰ 2017
pl: 3 listopada 2017 | piątek, 3 listopada 2017 r. | 03.11.2017
ps: ۱۲ لړم ۱۳۹۶ | ۱۲ عقرب ۱۳۹۶
pt: 3 de novembro de 2017 | sexta-feira, 3 de novembro de 2017 | 03/11/2017
ro: 3 noiembrie 2017 | vineri, 3 noi. 2017
ru: 3 ноября 2017 г. | 3 ноября 2017 года | Пятница, 3 нояб. 2017 | 03.11.2017
sk: 3. novembra 2017 | 3. 11. 2017
sl: 3. november 2017 | 3. novembra 2017
so: 3 Noofembar 2017
sq: 3 nëntor 2017
sr: 3. новембар 2017. | 3. новембра 2017. | 3. novembar 2017.
sv: 3 november 2017 | den 3 nov. 2017
sw: 3 Novemba 2017 | Tarehe 3 Novemba 2017
ta: 3 நவம்பர், 2017
te: 3 నవంబర్, 2017
th: 3 พฤศจิกายน 2560 | วันศุกร์ที่ 3 พฤศจิกายน พ.ศ. 2560 | 3 พ.ย. 2560 | ๓ พฤศจิกายน ๒๕๖๐ | 3 พฤศจิกายน 2017 | 03/11/2560 | 2560-11-03 | 2560-11-03T14:05:00+07:00 | 3พฤศจิกายน2560
tl: Nobyembre 3, 2017 | Ika-3 ng Nobyembre 2017
tr: 3 Kasım 2017 | 3 Kasım 2017 Cuma | 03.11.2017
uk: 3 листопада 2017 | 3 листопада 2017 року
ur: 3 نومبر 2017ء
uz: 2017-yil 3-noyabr | 3-noyabr, 2017
vi: 3 tháng 11 năm 2017 | ngày 3 tháng 11, 2017 | Thứ Sáu, 3/11/2017 | 03-11-2017
zh: 2017年11月3日 | 2017年11月3日 星期五 | 二〇一七年十一月三日 | 民國106年11月3日 | 中華民國106年11月3日 | 2017-11-3
zh-TW: 106/11/03 | 106年11月3日
en-US: 11/3/2017 | 11/03/2017 2:05 PM ET | 11-03-2017
en-GB: 3/11/2017 | 03-11-2017
en-AU: 3/11/2017
fr-CA: 3 novembre 2017
es-MX: 3/11/2017
"""  # noqa: E501
CASES = [
    (tag.strip(), form.strip())
    for line in FORMS.strip().splitlines()
    for tag, _, forms in [line.partition(":")]
    for form in forms.split(" | ")
]


@pytest.mark.parametrize(("tag", "form"), CASES)
def test_a_day_is_read_as_its_language_writes_it(tag: str, form: str) -> None:
    found = parse_date(form, writing_of(tag))
    assert found is not None
    assert (found.date, found.precision) == (DAY, "day")


def test_more_than_forty_languages_are_tried() -> None:
    assert len({tag.partition("-")[0] for tag, _ in CASES}) > 70


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("令和5年3月14日", None, "2023-03-14"), ("令和元年5月1日", None, "2019-05-01"),
        ("令和5年（2023年）3月14日", None, "2023-03-14"),
        ("2023年（令和5年）3月14日", None, "2023-03-14"),
        ("平成29(2017)年11月3日", None, DAY), ("昭和64年1月7日", None, "1989-01-07"),
        ("주체106(2017)년 11월 3일", None, DAY), ("民国38年10月1日", "zh", "1949-10-01"),
        ("6 มิถุนายน 2554", None, "2011-06-06"), ("1 ม.ค. 2543", "th", "2000-01-01"),
        ("۳۰ اسفند ۱۳۹۹", "fa", "2021-03-20"), ("۱ فروردین ۱۴۰۰", "fa", "2021-03-21"),
        ("31/2/1396", "fa", "2017-05-21"), ("1357-11-22", "fa", "1979-02-11"),
        ("30 اسفند 1403", "fa", "2025-03-20"), ("5 میزان 1398", "prs", "2019-09-27"),
        ("3 كانون الثاني 2017", "ar", "2017-01-03"), ("3 تشرين الأول 2017", None, "2017-10-03"),
        ("٣ كانون الأول ٢٠١٧", "ar", "2017-12-03"), ("3 آب 2017", "ar", "2017-08-03"),
        ("3 جانفي 2017", "ar", "2017-01-03"), ("3 جويلية 2017", "ar", "2017-07-03"),
        ("3. listopada 2017.", "hr", "2017-10-03"), ("3 listopada 2017", "pl", DAY),
        ("3. srpna 2017", "cs", "2017-08-03"), ("3. srpnja 2017.", "hr", "2017-07-03"),
        ("3 lipca 2017", "pl", "2017-07-03"), ("3. lipnja 2017.", "hr", "2017-06-03"),
        ("3 mars 2017", "fr", "2017-03-03"), ("3. mars 2017", "no", "2017-03-03"),
        ("Tháng 11, 2017", "vi", "2017-11"), ("2011. március", "hu", "2011-03"),
        ("listopad 2017", "cs", "2017-11"), ("listopad 2017", "hr", "2017-10"),
        ("พฤศจิกายน 2560", None, "2017-11"), ("2560", "th", "2017"),
        ("20 มีนาคม 2482", "th", "1940-03-20"), ("1 เมษายน 2482", "th", "1939-04-01"),
        ("มีนาคม 2482", None, "1940-03"), ("31 ธันวาคม 2483", "th", "1940-12-31"),
        ("1 มกราคม 2484", "th", "1941-01-01"), ("20/03/2482", "th", "1940-03-20"),
        ("2482", "th", "1939"),
    ],
)  # fmt: skip
def test_other_calendars_and_names_that_mean_two_months(
    text: str, tag: str | None, expected: str
) -> None:
    found = parse_date(text, writing_of(tag))
    assert found is not None
    assert found.date == expected


@pytest.mark.parametrize("text", ["15 กุมภาพันธ์ 2483", "มกราคม 2483", "2483-02-15"])
def test_a_day_of_a_thai_year_without_it_is_none(text: str) -> None:
    assert parse_date(text, writing_of("th")) is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        # the day or the month first
        ("03/04/2017", None), ("03/04/2017", "en"), ("03-04-2017", "en"), ("3/4/2017", "es"),
        ("03/04/2017", "en-CA"), ("03/04/2017", "sv"), ("03/04/2017", "zh"),
        ("03.04.2017", "en-US"), ("04/05/17", "de"), ("3 Nov 17", "en"),
        # a name of two months
        ("3 listopada 2017", None), ("3. listopada 2017", "en"),
        # no date at all, but what programs write
        ("0001-01-01T00:00:00Z", None), ("0001-01-01", None), ("0000-00-00 00:00:00", None),
        ("1970-01-01T00:00:00.000Z", None), ("1970-01-01", None), ("1970-01-01 00:00:00", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None), ("1969-12-31T19:00:00-05:00", None),
        ("Wed, 31 Dec 1969 19:00:00 -0500", None), ("19700101T000000Z", None), ("0", None),
        ("-62135596800", None), ("/Date(-62135596800000)/", None), ("1899-12-30T00:00:00", None),
        # years of no news, and of calendars that nothing tells
        ("2560-11-03", None), ("2560-11-03", "en"), ("1396-08-12", "en"), ("1396/08/12", None),
        ("1439-02-14T10:00:00+03:00", "ar"), ("14 صفر 1439", "ar"), ("2074-07-17", "ne"),
        ("2150-01-01", None), ("3 November 2560", "en"), ("30 اسفند 1402", "fa"),
        ("106/11/03", None), ("H29.11.3", "en"), ("ጥቅምት 24 ቀን 2010 ዓ.ም", "am"),
        # words and numbers
        ("3 killed 2017", "en"), ("2017 3 killed", "en"), ("here 2017", "en"),
        ("2017110314", None), ("31 februari 2017", "nl"), ("Kartik 2074", None),
    ],
)  # fmt: skip
def test_what_nobody_can_tell_is_none(text: str, tag: str | None) -> None:
    assert parse_date(text, writing_of(tag)) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri Nov 03 2017 14:05:00 GMT+0100 (CET)", (13, 5)),
        ("3 November 2017 14:05 UTC+8", (6, 5)), ("3 November 2017, 14:05 GMT+3", (11, 5)),
        ("Fri, 03 Nov 2017 14:05:00 GMT+1", (13, 5)), ("03.11.2017 14:05 (UTC+03:00)", (11, 5)),
        ("Nov 3, 2017 2:05 PM GMT-5", (19, 5)), ("Nov 3, 2017 2:05 p.m. GMT+5:30", (8, 35)),
        ("2017年11月3日 下午2:05 (GMT+8)", (6, 5)), ("3 November 2017 14:05 GMT", (14, 5)),
        ("Fri, 03 Nov 17 14:05:00 GMT", (14, 5)), ("Fri, 03 Nov 17 14:05:00 +0200", (12, 5)),
        ("Friday, 03-Nov-17 14:05:00 GMT", (14, 5)), ("03 Nov 17 09:05:00 EST", (14, 5)),
        ("Fri Nov 03 14:05:00 +0000 2017", (14, 5)), ("Fri Nov  3 14:05:00 UTC 2017", (14, 5)),
        ("1509717900", (14, 5)), ("1509717900.25", (14, 5)), ("1509717900000", (14, 5)),
        ("1509717900000000", (14, 5)), ("/Date(1509717900000)/", (14, 5)),
        (r"\/Date(1509717900000+0100)\/", (14, 5)), ("20171103T140500.000Z", (14, 5)),
        ("20171103T140500,000Z", (14, 5)), ("20171103T150500+01:00", (14, 5)),
        ("20171103T1505+0100", (14, 5)), ("03.11.2017, 14:05 Uhr MEZ", (13, 5)),
        ("3 November 2017 14:05 WIB", (7, 5)), ("2017-11-03T14:05:00 +0300", (11, 5)),
    ],
)  # fmt: skip
def test_the_instant_is_that_of_the_zone(text: str, instant: tuple[int, int]) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.published) == (DAY, datetime(2017, 11, 3, *instant, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "20171103+0100", "2017-11-03+01:00", "20171103T140500", "Fri Nov  3 14:05:00 2017",
        "Nov 3, 2017 10:00-12:00", "3 November 2017 14:05 GMT+99", "2017-11-03T24:00:00",
        "3 November 2017, 14:05 in World", "3-4 November 2017", "3–5 November 2017",
        "November 3-5, 2017", "3/4 November 2017",
    ],
)  # fmt: skip
def test_a_day_whose_instant_is_not_told(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.published) == (DAY, None)


@pytest.mark.parametrize(
    ("year", "expected"), [("98", 1998), ("50", 1950), ("49", 2049), ("17", 2017)]
)
def test_the_century_of_a_mail_is_that_of_rfc_5322(year: str, expected: int) -> None:
    found = parse_date(f"Tue, 03 Nov {year} 14:05:00 GMT")
    assert found is not None
    assert found.date == date(expected, 11, 3).isoformat()


def test_other_dates_of_the_same_text_tell_which_is_the_day() -> None:
    for day_first, expected in ((True, DAY), (False, "2017-03-11")):
        found = parse_date("03/11/2017", writing_of("en", day_first=day_first))
        assert found is not None
        assert found.date == expected


@pytest.mark.parametrize(
    ("line", "date_of_it"),
    [
        ("Budapest, 2017. november 3. 14:05 CET", "2017. november 3. 14:05 CET"),
        ("Zagreb, 3. studenoga 2017. - Hina", "3. studenoga 2017"),
        ("入力 2017年11月3日 14時05分", "2017年11月3日 14時05分"),
    ],
)
def test_the_span_is_that_of_the_date(line: str, date_of_it: str) -> None:
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == date_of_it
