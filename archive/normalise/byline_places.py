"""Where a byline says that its writer was, in the ways of several countries."""

from __future__ import annotations

import re

from archive.normalise.agencies import known_agency

_REPORTS_FROM = re.compile(
    r"[\s,–—-]+(?:reports?|reporting|reported|writes|berichtete?|schreibt)\s+(?:from|aus)\s+"
    r"[^,;|&\n]+?(?=\s*(?:$|[,;|&\n]|\s(?:and|und)\s))",
    re.I,
)
# A single word behind a whole name, or before one: "Anna Müller / Berlin", "بيروت - سامي حداد".
_BEHIND = re.compile(
    r"^(?P<name>[^\W\d_][^\s,;|/]*(?:\s[^\s,;|/–—]+){1,3})(?:\s*[/|]\s*|\s+[-–—ـ]\s+)"
    r"(?P<place>[^\W\d_][^\W\d]*)$"
)
_BEFORE = re.compile(
    r"^(?P<place>[^\W\d_][^\W\d]*)\s+[-–—ـ]\s+(?P<name>[^\W\d_][^\s,;|/]*(?:\s[^\s,;|/–—]+){1,3})$"
)
# 서울=홍길동 기자, 【北京＝山田太郎】
_EAST = re.compile(
    r"(?:^|(?<=[\s(]))(?:[가-힣]{2,8}\s?[=＝]\s?(?=[가-힣]{2,4}\s*(?:기자|특파원))|"
    r"[ァ-ヶー一-鿿]{2,10}[=＝](?=[一-鿿ぁ-ヿ]))"
)
_TAIWAN_PLACES = (
    "台北|臺北|新北|桃園|台中|臺中|台南|臺南|高雄|基隆|新竹|嘉義|宜蘭|花蓮|台東|臺東|屏東|彰化|南投|"
    "雲林|苗栗|澎湖|金門|馬祖|北京|上海|廣州|香港|澳門|東京|首爾|華盛頓|紐約|倫敦|巴黎|綜合|即時"
)
# 記者王小明／台北報導, 記者王小明台北3日電; 報導 is "reports".
_FILED = re.compile(
    rf"(?<=[一-鿿]{{2}})(?:\s*[／/]\s*[一-鿿]{{2,6}}?|{_TAIWAN_PLACES}|)"
    r"\s*(?:\d{1,2}日)?(?:綜合|专|專)?(?:報導|报导|報道|报道|電|电|讯|訊)(?![一-鿿])"
)
_WHOLE = re.compile(r"[【\[（(]([^【】\[\]（）()]*)[】\]）)]")


def without_places(line: str) -> str:
    """A byline without the places that stand apart from its names by a sign and not by a word."""
    if whole := _WHOLE.fullmatch(line.strip()):
        line = whole[1]
    if not line.isascii():
        line = _FILED.sub("", _EAST.sub("", line))
    line = _REPORTS_FROM.sub("", line)
    for shape in (_BEHIND, _BEFORE):
        found = shape.match(line.strip())
        if found and not known_agency(found["place"]) and not known_agency(found["name"]):
            return found["name"]
    return line
