"use strict";
// Words as typed -> what is looked for. What the archive's parser makes of words that may be written
// in several ways was worked out when the folder was made (index/boxes/known.py); here are the rules
// for all others: letters, letters with hyphens between, figures, runs of Chinese and the like.

box.Words = class {
  constructor(language, words) {
    this.language = language;
    this.small = new Set(language.small);
    this.held = new Set(words.forms.flatMap(form => form));
    this.stems = new Map(words.stems.map((stem, number) => [stem, number]));
    this.paired = new RegExp(`^[${language.paired}\\u3099\\u309a]+$`, "u");
    this.hasPaired = new RegExp(`[${language.paired}]`, "u");
    this.ways = new box.Ways(language, term => this.holds(term));
    this.stemmers = {};
    for (const [code, name] of Object.entries(language.stemmers)) {
      this.stemmers[code] = new globalThis[name]();
    }
  }

  // A text without the blanks that stand inside of words: "1 250 000", "AT & T", "Ph. D."
  closed(text) {
    return text
      .replace(/(?<![\p{L}\p{N}.,])\d{1,3}(?: \d{3}){2,}(?! ?\d)/gu, found => found.replaceAll(" ", ""))
      .replace(/(?<![\p{L}\p{N}&])[A-Z]{1,2} & [A-Z]{1,2}(?![\p{L}\p{N}&])/gu, found => found.replaceAll(" ", ""))
      .replace(/(?<![\p{L}\p{N}])(?:(?:Ph|Ed|Sc)\. D|LL\. [BMD]|[BM]\. (?:Sc|Ed|Eng|Phil|Tech))(?![\p{L}\p{N}])/gu,
        found => found.replace(" ", ""));
  }

  // The entry of a text that may be written in several ways: [plain, quoted, exact, terms].
  way(text, capitals = true) {
    const {ways} = this.language;
    for (const each of [text, this.bare(text), text.toLowerCase(), this.bare(text).toLowerCase()]) {
      if (!capitals && each !== each.toLowerCase()) continue;
      if (box.has(ways, each)) return ways[each];
    }
    return null;
  }

  // A piece without what stands around its letters and figures; the signs of C++ and .NET are its own.
  bare(piece) {
    return piece.replace(/^[^\p{L}\p{N}\p{M}.]+/u, "").replace(/^\.+(?![\p{L}\p{N}])/u, "")
      .replace(/[^\p{L}\p{N}\p{M}+#]+$/u, "");
  }

  // The digits of any script as 0 to 9: each script has its ten in a row.
  plainDigits(piece) {
    return piece.replace(/(?![0-9])\p{Nd}/gu, digit => {
      let value = 0;
      while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0) - value - 1))) value += 1;
      return value;
    });
  }

  // The terms of a piece that needs no table: [{term, written, after}]; null of any other, [] of
  // signs alone.
  simple(piece, capitals = true) {
    piece = this.plainDigits(this.bare(piece));
    if (/^\p{L}(?:\.\p{L})+$/u.test(piece)) return [this.acronym(piece, capitals)];
    if (!/[\p{L}\p{N}]/u.test(piece)) return [];
    if (/^\d{1,3}(?:,\d{3})+$/.test(piece)) {
      return [{term: piece.replaceAll(",", ""), written: piece, after: " "}];
    }
    if (this.paired.test(piece)) return this.pairs(piece);
    if (this.hasPaired.test(piece)) return this.runs(piece);
    if (/^\p{L}{2,}(?:[/_,;:|—…]\p{L}{2,})+$/u.test(piece)) { // words that a sign parts, side by side
      return piece.split(/[^\p{L}]/u).map(part => ({...this.one(part, capitals), after: "/"}));
    }
    if (/^[\u0600-\u06ff].*\u200c/u.test(piece)) {
      const joined = piece.split("\u200c").map(part => this.one(part, capitals)).filter(each => each.term);
      return joined.map((each, at) => ({...each, after: at + 1 < joined.length ? "\u200c" : " "}));
    }
    const parts = piece.split(/[-‐‑–−－]/u);
    const word = /^[\p{L}\p{M}\d]+(?:['’ʼ‘][\p{L}\p{M}\d]+)*$/u;
    if (!parts.every(part => word.test(part))) return null;
    const found = parts.map(part => this.one(part, capitals)).filter(each => each.term);
    return found.map((each, at) => ({...each, after: at + 1 < found.length ? "-" : " "}));
  }

  // "U.S." is a name even where it is typed small; "N.Y." is the word "ny".
  acronym(piece, capitals) {
    const folded = box.fold(piece.replaceAll(".", ""));
    const term = capitals && this.small.has(folded) ? folded.toUpperCase() : folded;
    return {term, written: piece, after: " "};
  }

  one(part, capitals) {
    const elided = /^(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|sull|all|dall|un|quell)['’ʼ‘](?=[\p{L}\p{N}_]{2})/iu;
    const decade = /^((?:\d\d)?\d0)['’ʼ‘]s$/iu.exec(part);
    if (decade) return {term: `${decade[1]}s`, written: `${decade[1]}s`};
    const written = part.replace(elided, "").replace(/['’ʼ‘]s$/iu, "");
    const folded = box.fold(written).replace(/[^\p{L}\p{N}](?<![\u0300-\u0fff\u102b-\u103e])/gu, "");
    const upper = written === written.toUpperCase() && written !== written.toLowerCase();
    const name = capitals && upper && this.small.has(folded);
    const whole = /^([DLMNTSJC])['’ʼ‘](?=\p{Lu}\p{Ll}\p{L}{2})(\p{L}+)$/u.exec(part.replace(/['’ʼ‘]s$/iu, ""));
    const joined = whole ? box.fold(whole[1] + whole[2]) : ""; // DArcy of D'Arcy
    return {term: name ? written.normalize("NFKC").toUpperCase() : folded, written, joined};
  }

  // Runs that signs part. Of each but the last its end is asked for too; figures among them are not
  // read here.
  runs(piece) {
    const runs = piece.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
    if (!runs.every(run => this.paired.test(run))) return null;
    return runs.flatMap((run, at) => {
      const pairs = this.pairs(run), last = at + 1 === runs.length;
      if (last || pairs[0].alone) return pairs;
      const end = this.letters(run).at(-1);
      return [...pairs, {term: box.fold(end), written: end, after: " ", paired: true}];
    });
  }

  letters(run) {
    return run.match(/.(?:\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0ecd[\u0ec8-\u0ecb]?\u0eb2|[\u1039\u17d2][\p{L}\p{N}_]|[^\p{L}\p{N}_]|[\uff9e\uff9f\u0e33\u0eb3])*/gsu);
  }

  // Each two neighbours of a run that is written without blanks; one letter alone stays one.
  pairs(run) {
    const letters = this.letters(run);
    const pairs = letters.length === 1 ? letters
      : letters.slice(0, -1).map((each, at) => each + letters[at + 1]);
    return pairs.map(pair => ({term: box.fold(pair), written: pair, after: " ", paired: true,
      alone: letters.length === 1})).filter(each => each.term);
  }

  // The terms of a text of several pieces; null where one of them is not known.
  terms(text, capitals = true) {
    const terms = [];
    for (const piece of text.split(/\s+/u).filter(Boolean)) {
      const simple = this.simple(piece, capitals);
      const way = simple ? null : this.way(piece, capitals);
      if (!simple && !(way && way[3].length)) return null;
      terms.push(...(simple ? simple.map(each => each.term) : way[3]));
    }
    return terms;
  }

  // The stems of a word by number, in the languages of these articles; and in which of them its
  // forms are not known, for it stands in no article and no stemmer is here.
  stemsOf(term, written) {
    const {typed, exceptions, languages} = this.language;
    const lower = written.toLowerCase().replace(/['’ʼ‘.\u200c\u200d\u00ad-]/gu, "");
    const found = new Set(box.has(typed, term) ? typed[term] : []);
    if (box.has(typed, lower)) return {stems: [...new Set([...found, ...typed[lower]])], unsure: []};
    if (lower === term && box.has(typed, term)) return {stems: [...found], unsure: []};
    const unsure = [];
    this.put(found, `/${term}`);
    for (const language of languages) {
      const own = exceptions[language] || {};
      for (const form of new Set([lower, term])) {
        if (box.has(own, form)) found.add(own[form]);
        else if (/^\d+$/.test(form)) this.put(found, `${language}/${form}`);
        else if (this.stemmers[language]) {
          this.put(found, `${language}/${box.fold(this.stemmers[language].stemWord(form))}`);
        } else if (!unsure.includes(language)) unsure.push(language);
      }
    }
    return {stems: [...found], unsure: box.has(typed, term) ? [] : unsure};
  }

  put(found, stem) {
    if (this.stems.has(stem)) found.add(this.stems.get(stem));
  }

  // The words that begin so, sorted: the first 200.
  beginning(start) {
    return [...this.held].filter(word => word.startsWith(start)).sort().slice(0, 200);
  }

  holds(term) {
    return term.length < 3 || term === term.toUpperCase() && term !== term.toLowerCase()
      || this.held.has(term);
  }

  // Names: the other spellings of what these terms are, each a list of terms with its name.
  group(terms) {
    const {keys, names} = this.language;
    if (!terms.length || terms.length > 8) return null;
    for (const each of [terms, this.withoutArticle(terms)]) {
      const key = this.nameKey(each);
      if (box.has(keys, key)) return names[keys[key]];
    }
    return null;
  }

  others(terms) {
    const group = this.group(terms) || [], seen = new Set([terms.join(" ")]), found = [];
    for (const [name, ...spelling] of group) {
      const key = spelling.join(" ");
      if (seen.has(key) || !spelling.every(term => this.holds(term))) continue;
      seen.add(key);
      found.push({name, terms: spelling});
    }
    return found;
  }

  // The terms of the spellings that do not hold all of another one, which finds them as well: where
  // words have to stand right before or behind the name, only at that end of it.
  shortest(typed, others, before = false, behind = false) {
    const every = [typed, ...others.map(each => each.terms)];
    const inside = (terms, part) => {
      const whole = ` ${terms.join(" ")} `, piece = ` ${part.join(" ")} `;
      return piece !== whole && whole.includes(piece)
        && (!before || whole.startsWith(piece)) && (!behind || whole.endsWith(piece));
    };
    return others.map(each => each.terms)
      .filter(terms => !every.some(part => inside(terms, part)))
      .map(terms => terms.map(term => this.isUpper(term) ? `${term}!` : term));
  }

  isUpper(term) {
    return term === term.toUpperCase() && term !== term.toLowerCase();
  }

  nameKey(terms) {
    const parts = terms.map((term, at) =>
      at + 1 < terms.length && this.isArticle(term, terms[at + 1]) ? "@" : term);
    return parts.join("").replace(/(\p{L})\1+/gu, "$1");
  }

  isArticle(term, following) {
    if (!/^\p{L}+$/u.test(term) || term !== term.toLowerCase() || term === term.toUpperCase()) return false;
    if (!"aeu".includes(term[0]) || !following) return false;
    const rest = term.slice(1);
    return rest === "l" || (term.length > 1 && term.length < 4 && following.startsWith(rest));
  }

  withoutArticle(terms) {
    const rest = terms.slice(1);
    const cut = terms.length > 1 && this.isArticle(terms[0], terms[1]) && rest.join("").length >= 4;
    return cut ? rest : terms;
  }
};
