"use strict";
// A site in a box: text as the archive folds it (archive/text/plain.py), and the data of the folder.

const box = {data: {}};

// Data come as scripts, since a page that is a file may not fetch.
box.load = (name, json) => { box.data[name] = JSON.parse(json); };
box.has = (table, key) => Object.hasOwn(table, key);

box.fold = (() => {
  const LETTERS = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
    "þ": "th", "ŋ": "n", "ß": "ss", "ĸ": "k", "ə": "e", "ς": "σ",
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "",
  };
  const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
  const OPTIONAL = new RegExp(
    "[\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7" +
    "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8" +
    "\\u06ea-\\u06ed\\u0711\\u0730-\\u074a\\u08d3-\\u08e1\\u08e3-\\u08ff\\u093c\\u180b-\\u180d" +
    "\\u1ab0-\\u1abd\\u1abf-\\u1ace\\u1dc0-\\u1dff\\u20d0-\\u20dc\\u20e1\\u20e5-\\u20f0" +
    "\\u302a-\\u302d\\ufb1e\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\u{e0100}-\\u{e01ef}]" +
    "(?<![иу]\\u0306)", "gu");
  const TONE_IN_AM = /([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])(?=[\u0e32\u0eb2])/gu;
  return text => {
    text = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(text)) return text;
    text = text.normalize("NFKD").replace(TONE_IN_AM, "$2$1");
    text = text.replace(OPTIONAL, "").normalize("NFKC").toLowerCase();
    return text.replace(LETTER, letter => LETTERS[letter]);
  };
})();

box.foldLine = text => box.fold(text).split(/\s+/u).filter(Boolean).join(" ");

// Composed letters, no invisible characters, as `tidy` leaves them.
box.tidy = text => text
  .replace(/[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu, "")
  .replace(/[\v\u00a0]/gu, " ").normalize("NFC");

// Numbers as `packed` writes them: base64 of LEB128.
box.unpacked = (text, count) => {
  const bytes = atob(text), numbers = new Uint32Array(count);
  for (let at = 0, n = 0; n < count; n++) {
    let value = 0, shift = 0, byte;
    do {
      byte = bytes.charCodeAt(at++);
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    numbers[n] = value;
  }
  return numbers;
};
