"use strict";
// Words, phrases and values as typed -> leaves of the query, as index/query/leaves.py makes them.

box.Leaves = class {
  constructor(parser, capitals, exact) {
    this.parser = parser;
    this.words = parser.words;
    this.capitals = capitals;
    this.exact = exact;
  }

  // A tree of index/boxes/trees.py, in the streams of a field.
  tree(json, field) {
    const [kind, ...rest] = json, streams = field.streams;
    switch (kind) {
      case "and": case "or":
        return {kind, items: rest.map(each => this.tree(each, field))};
      case "any": return {kind, leaves: rest.map(each => this.tree(each, field))};
      case "not": return {kind, item: this.tree(rest[0], field)};
      case "word": return {kind, streams, word: rest[0], stems: rest.slice(1)};
      case "prefix": return {kind, streams, start: rest[0]};
      case "phrase": return {kind, streams, words: rest};
      default: return {kind};
    }
  }

  // Terms side by side; one letter of a script that is indexed as pairs stands anywhere.
  sideBySide(field, terms) {
    const alone = terms.length === 1 && this.words.paired.test(terms[0])
      && this.words.pairs(terms[0])[0]?.alone;
    return alone ? {kind: "prefix", streams: field.streams, start: terms[0]}
      : {kind: "phrase", streams: field.streams, words: terms};
  }

  either(leaves, typed = "") {
    const every = [...new Map(leaves.map(leaf => [JSON.stringify(leaf), leaf])).values()];
    return every.length === 1 ? every[0] : {kind: "any", leaves: every, typed};
  }

  // Refused, though nothing may be wrong with it: its signs are read only where they are known.
  unknown(text) {
    if (this.words.hasPaired.test(text)) {
      return this.parser.refuse(`“${text}”: of Chinese and other words without blanks, only letters are read here`);
    }
    return this.parser.refuse(`“${text}” is read here only where the articles have it written so: `
      + "they have not; leave out its signs, or part its words with blanks");
  }

  // The leaf of what words begin with that belongs together, and how many it takes.
  run(field, run) {
    if (this.exact || !run.length) return null;
    const whole = run.join(" "), [first] = this.words.closed(whole).split(" ");
    if (first !== run[0]) {
      let taken = 1;
      while (taken < run.length && run.slice(0, taken).join("") !== first) taken += 1;
      return {leaf: this.word(field, first), taken};
    }
    for (let count = run.length; count > 0; count--) {
      const typed = run.slice(0, count).join(" ");
      const terms = this.words.terms(typed, this.capitals), isName = terms && this.words.group(terms);
      const initials = this.words.ways.initials(typed, run[count] || "");
      if (initials && !isName) {
        return {leaf: this.inEveryWay(field, typed, [terms, initials], []), taken: count};
      }
      const before = this.beforeName(field, typed, run[count] || "");
      if (before) return {leaf: before, taken: count};
      if (count === 2) {
        const leaf = this.two(field, run[0], run[1]);
        if (leaf) return {leaf, taken: 2};
      }
      if (isName && !/[*?~]/.test(typed)) return {leaf: this.spellings(field, typed, terms), taken: count};
    }
    return null;
  }

  // Words before a name as typed, or right before it as they are also written: St, Saint; null of others.
  beforeName(field, typed, behind) {
    const pieces = typed.split(" ").map(each => this.words.simple(each, this.capitals));
    const [name] = this.words.simple(behind, this.capitals) || [];
    if (!name || !behind.startsWith(name.written) || !pieces.every(each => each && each.length === 1 && !each[0].paired)) return null;
    const others = this.words.ways.beforeName(typed, name);
    if (!others.length) return null;
    const terms = pieces.flat().map(each => each.term);
    const apart = pieces.flat().map(each => this.one(field, [each.term], [each]));
    const all = apart.length > 1 ? {kind: "and", items: apart} : apart[0];
    const typedSo = this.words.group(terms) ? this.spellings(field, typed, terms) : all;
    const phrases = others.map(words => ({kind: "phrase", streams: field.streams, words}));
    return {kind: "or", items: [typedSo, ...phrases]};
  }

  // Two words that are also written as one; null where they are just two.
  two(field, first, second) {
    const text = `${first} ${second}`, {ways} = this.words.language;
    if (/[*?~]/.test(text)) return null;
    if (box.has(ways, text)) return this.tree(ways[text][0], field);
    const terms = [first, second].map(each => this.words.simple(each, this.capitals));
    if (!terms.every(each => each && each.length === 1 && !each[0].paired)) return null;
    const way = this.words.ways.of(terms.flat(), false).get(0);
    if (!way || way.width !== 2 || (way.loose && !way.others.length)) return null;
    const typed = terms.flat().map(each => each.term);
    const leaf = this.inEveryWay(field, text, this.words.ways.slot(way, typed), terms.flat());
    if (!way.loose) return leaf;
    const apart = terms.flat().map(each => this.one(field, [each.term], [each]));
    return {kind: "or", items: [{kind: "and", items: apart}, leaf]};
  }

  spellings(field, typed, terms) {
    const others = this.words.others(terms);
    let whole = this.sideBySide(field, terms);
    if (terms.length === 1 && whole.kind === "phrase" && !this.words.isUpper(terms[0])) {
      const [{written}] = this.words.simple(typed, this.capitals) || [{written: typed}]; // Angers of d'Angers
      whole = this.stemmed(field, terms[0], written);
    }
    if (!others.length) return whole;
    this.parser.also.push(...others.map(each => each.name));
    const spelt = this.words.shortest(terms, others).map(each => this.sideBySide(field, each));
    return this.either([whole, ...spelt], typed);
  }

  word(field, text) {
    if (/^.+?~[12]?$/u.test(text)) {
      return this.parser.refuse(`Words with mistakes in them (“${text}”) are searched by the archive alone`);
    }
    if (/^(?=.*[\p{L}\p{N}_])(?=.*[\p{L}\p{N}_][*?]+[\p{L}\p{N}_]|\*+[\p{L}\p{N}_])[\p{L}\p{N}_*?]+$/u.test(text)) {
      return this.parser.refuse(
        `“*” and “?” are read behind the beginning of a word alone here, not as in “${text}”`);
    }
    const start = text.replace(/\*+$/, "");
    if (start !== text) return this.prefix(field, start);
    if (text.replace(/^\*+|\*+$/g, "").includes("*")) {
      return this.parser.refuse(`“*” works behind one word: “${text}” was not searched`);
    }
    return this.plain(field, text);
  }

  plain(field, text) {
    const way = this.words.way(text, this.capitals);
    if (way) return this.tree(way[this.exact ? 2 : 0], field);
    const simple = this.words.simple(text, this.capitals);
    if (simple === null) return this.unknown(text);
    if (!simple.length) return null;
    const terms = simple.map(each => each.term);
    if (simple[0].paired) return this.ofPairs(field, terms);
    if (this.exact) return this.sideBySide(field, terms);
    const made = this.words.ways.of(simple, false);
    if (made.size) return this.inEveryWay(field, text, this.combined(terms, made), simple);
    return terms.length > 1 ? this.hyphened(field, text, terms) : this.one(field, terms, simple);
  }

  // Some terms in every way that they are written in.
  combined(terms, made) {
    const slots = [];
    for (let at = 0; at < terms.length;) {
      const way = made.get(at), typed = terms.slice(at, at + (way ? way.width : 1));
      slots.push(way ? this.words.ways.slot(way, typed) : [typed]);
      at += typed.length;
    }
    return this.product(slots);
  }

  product(slots) {
    let whole = [[]];
    for (const slot of slots) {
      whole = whole.flatMap(terms => slot.map(each => [...terms, ...each])).slice(0, 256);
    }
    return [...new Map(whole.map(each => [each.join(" "), each])).values()];
  }

  // The leaf of a single term, in all its forms unless it is meant as it is.
  one(field, terms, typed) {
    const [term] = terms;
    if (this.exact || this.words.isUpper(term) || term.endsWith("+")) return this.sideBySide(field, terms);
    const written = typed.find(each => each.term === term)?.written || term;
    return this.stemmed(field, term, written);
  }

  inEveryWay(field, text, ways, typed) {
    const leaves = [];
    for (const each of ways) {
      const phrase = {kind: "phrase", streams: field.streams, words: each};
      if (each.length > 1) leaves.push(phrase);
      else {
        const leaf = this.one(field, each, typed);
        leaves.push(leaf);
        if (leaf.kind === "word" && !/^\p{L}+$/u.test(each[0])) leaves.push(phrase);
      }
    }
    return this.either(leaves, text);
  }

  ofPairs(field, terms) {
    this.parser.note("Chinese and other words without blanks are searched in the characters typed");
    return this.sideBySide(field, terms);
  }

  // A word in all forms of it.
  stemmed(field, term, written) {
    const {stems, unsure} = this.words.stemsOf(term, written);
    if (unsure.length) {
      this.parser.note(`“${written}” stands in none of these articles; whether another form of it `
        + `does is not known here for text in: ${unsure.join(", ")}`);
    }
    return {kind: "word", streams: field.streams, word: term, stems};
  }

  // Words with a hyphen between them: side by side; an Arabic article may be left away.
  hyphened(field, text, terms) {
    const whole = {kind: "phrase", streams: field.streams, words: terms};
    const rest = this.words.withoutArticle(terms);
    if (rest.length === terms.length || !rest.every(term => this.words.holds(term))) return whole;
    this.parser.also.push(rest.join(" "));
    return this.either([whole, {kind: "phrase", streams: field.streams, words: rest}], text);
  }

  // Words side by side as written, in each spelling of the names among them; or near each other.
  phrase(field, text, apart) {
    const pieces = this.words.closed(text).split(/\s+/u).filter(each => /[\p{L}\p{N}]/u.test(each));
    if (!pieces.length) {
      this.parser.note("An empty phrase was left out");
      return null;
    }
    if (apart > 50) {
      this.parser.note(`Words can be searched at most 50 apart, not ${apart}`);
      apart = 50;
    }
    const units = this.units(pieces);
    if (!units) return {kind: "none"};
    const slots = this.slots(units);
    const last = units.at(-1);
    if (!this.exact && units.length > 1 && last.alone) { // "5亿" begins "5亿元"
      slots[slots.length - 1] = [[last.term], ...this.words.beginning(last.term).map(word => [word])];
    }
    const whole = this.product(slots);
    if (apart !== null && whole[0].length > 1) {
      return this.either(whole.map(words => ({kind: "near", streams: field.streams, words, apart})), text);
    }
    return this.either(whole.map(terms => this.sideBySide(field, terms)), text);
  }

  // The terms of a phrase; where a piece is known from the table, its own ways at the first of them.
  // null where a piece is not known.
  units(pieces) {
    const units = [];
    for (const piece of pieces) {
      const way = this.words.way(piece, this.capitals);
      const simple = way ? null : this.words.simple(piece, this.capitals);
      if (!way && simple === null) {
        this.unknown(piece);
        return null;
      }
      if (simple?.some(each => each.paired)) this.ofPairs(this.parser.any, ["x"]);
      if (way) units.push({term: way[3].join(" "), written: piece, after: " ", fixed: this.listed(way[this.exact ? 2 : 1]), terms: way[3]});
      else units.push(...simple);
    }
    return units;
  }

  // What may stand at each place of a phrase: lists of terms.
  slots(units) {
    const ways = this.exact ? new Map() : this.words.ways.of(units.map(each => each.fixed ? {...each, term: "\0"} : each), true);
    const slots = [];
    for (let at = 0; at < units.length;) {
      const least = ways.get(at)?.width || 1, name = this.exact ? null : this.nameAt(units, at, least);
      const count = name ? name.count : least, way = ways.get(at);
      const typed = this.termsOf(units.slice(at, at + count));
      const own = way && way.width === count ? this.words.ways.slot(way, typed)
        : count === 1 && units[at].fixed ? units[at].fixed : [typed];
      slots.push(name ? [...own, ...name.others] : own);
      at += count;
    }
    return slots;
  }

  termsOf(units) { return units.flatMap(each => each.terms || [each.term]); }

  // The longest name that begins there, of no fewer than so many terms.
  nameAt(units, at, least) {
    for (let count = Math.min(8, units.length - at); count >= least; count--) {
      const terms = this.termsOf(units.slice(at, at + count));
      if (!this.words.group(terms)) continue;
      const others = this.words.others(terms);
      this.parser.also.push(...others.map(each => each.name));
      return {count, others: this.words.shortest(terms, others, at > 0, at + count < units.length)};
    }
    return null;
  }

  // The lists of terms of a tree of phrases.
  listed(json) {
    const [kind, ...rest] = json;
    if (kind === "phrase") return [rest];
    return kind === "any" ? rest.flatMap(each => this.listed(each) || []) : null;
  }

  // Words that begin so.
  prefix(field, start) {
    if (!start && !field.name) {
      this.parser.note("“*” alone stands for every article");
      return {kind: "all"};
    }
    const terms = start ? this.words.terms(start, this.capitals) : [];
    if (terms === null) {
      return this.parser.refuse(`“*” is read here behind letters alone, not as in “${start}*”`);
    }
    if (!terms.length) {
      this.parser.note("“*” needs the beginning of a word before it: it was left out");
      return null;
    }
    const last = terms.at(-1);
    if (this.words.paired.test(last)) return this.ofPairs(field, terms);
    const leaf = {kind: "prefix", streams: field.streams, start: last.toLowerCase()};
    if (terms.length === 1) return leaf;
    const before = {kind: "phrase", streams: field.streams, words: terms.slice(0, -1)};
    return {kind: "and", items: [before, leaf]};
  }

  // A whole value of a field, or how it begins.
  keyword(field, text, quoted, apart) {
    const name = field.name;
    if (apart !== null && apart !== undefined || (!quoted && /^.+?~[12]?$/u.test(text))) {
      return this.parser.refuse(`Values with mistakes in them (“${text}”) are searched by the archive alone`);
    }
    if (!quoted && /[\p{L}\p{N}_][*?]+[^*?]|\*+[^*?]/u.test(text)) {
      return this.parser.refuse(`“*” and “?” are read at the end of a value alone here, not as in “${text}”`);
    }
    if (!quoted && text.endsWith("*")) {
      return {kind: "start", field: name, start: box.foldLine(text.replace(/\*+$/, ""))};
    }
    const key = this.key(field, text);
    if (!key) {
      this.parser.note(`“${name}:” needs a value: it was left out`);
      return null;
    }
    if (name === "status" && key === "edited") return {kind: "start", field: "edited", start: ""};
    const leaf = {kind: "key", field: name, key};
    if (this.exact || !["tag", "place", "subject", "location", "person", "organisation"].includes(name)) {
      return leaf;
    }
    const terms = this.words.terms(text, this.capitals);
    const others = terms ? this.words.others(terms) : [];
    this.parser.also.push(...others.map(each => each.name));
    const keys = new Set([key, ...others.map(each => box.foldLine(each.name))]);
    const leaves = [...keys].map(each => ({kind: "key", field: name, key: each}));
    return leaves.length === 1 ? leaves[0] : {kind: "or", items: leaves};
  }

  key(field, text) {
    const {aliases, values} = this.words.language;
    let key = box.foldLine(box.tidy(text));
    const own = aliases[field.name] || {};
    if (box.has(own, key)) key = own[key];
    const held = values[field.name] || [];
    const known = field.values.length > 0, isMissing = key && !held.includes(key);
    if (isMissing && known && !field.values.includes(key)) {
      const every = [...new Set([...field.values, ...held])].join(", ");
      this.parser.note(`“${text}” is no value of “${field.name}:” (values: ${every})`);
    } else if (isMissing && !known && ["agency", "language"].includes(field.name)) {
      const listed = held.length ? ` (here: ${held.slice(0, 12).join(", ")}${held.length > 12 ? " …" : ""})` : "";
      this.parser.note(`No article here has “${text}” as its ${field.name}, under that name${listed}`);
    }
    return key;
  }
};
