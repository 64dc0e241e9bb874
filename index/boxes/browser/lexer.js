"use strict";
// What is typed -> pieces, as index/query/lexer.py cuts it.

box.lexer = (() => {
  const W = "\\p{L}\\p{N}_"; // Python's \w
  const WEIGHT = "\\^\\d{1,2}(?:\\.\\d{1,3})?(?=[\\s)]|$)";
  const LEX = new RegExp([
    "(?<space>\\s+)",
    `(?<=[^\\s(])(?<boost>${WEIGHT})`,
    `(?<exact>=)(?=[${W}"(])`,
    "(?<open>\\()", "(?<close>\\))",
    "(?<dash>[-−–—]+)(?=\\s|$)",
    "(?<not>[-−])(?=[^\\s])",
    `(?<field>[\\p{L}_][${W}]*):(?=[^\\s)])(?!\\/\\/)`,
    "(?<loose>[a-z]+):(?:\\s+|(?=\\))|$)",
    `"(?<phrase>[^"]*)(?<shut>"?)(?:~(?<apart>\\d{1,4})(?![${W}]))?`,
    `(?<word>(?:(?!${WEIGHT})[^\\s()"]|(?<=[${W}])"(?=[${W}]))+)`,
  ].join("|"), "uy");
  const LONGEST = 4000, MOST = 500;

  // `fieldOf` finds a field by any of its names; `notice` hears of what was not plain.
  function lex(text, fieldOf, notice) {
    if (text.length > LONGEST) {
      text = text.slice(0, LONGEST);
      notice("The query is long: only its first 4,000 characters were used");
    }
    text = box.tidy(text).replace(/[“”„‟«»＂]/gu, '"');
    const pieces = [];
    let at = 0;
    while (at < text.length) {
      LEX.lastIndex = at;
      const match = LEX.exec(text), group = match && match.groups;
      if (!match) { at += 1; continue; } // a quotation mark that nothing else took
      at = LEX.lastIndex;
      if (group.phrase !== undefined) {
        if (!group.shut) notice("A quotation mark is missing: the phrase goes to the end");
        const apart = group.apart === undefined ? null : Number(group.apart);
        pieces.push({kind: "phrase", text: group.phrase, apart});
      } else if (group.loose !== undefined) {
        pieces.push({kind: fieldOf(group.loose) ? "field" : "word", text: group.loose});
      } else {
        const kind = ["boost", "exact", "open", "close", "not", "field", "word"]
          .find(each => group[each] !== undefined);
        if (kind) pieces.push({kind, text: group[kind]});
      }
    }
    if (pieces.length > MOST) {
      notice("The query has many words: only the first 500 were used");
      pieces.length = MOST;
    }
    return pieces;
  }

  return {lex};
})();
