"use strict";
// The grammar, as index/query/parse.py reads it: AND before OR, NOT, brackets, fields, "=" and "^".
// What is not understood here is refused in words, and then nothing is found.

box.Parser = class {
  constructor(words, language, text) {
    this.words = words;
    this.fields = language.fields;
    this.held = language.held; // fields of whole values that are known of these articles
    this.notices = [];
    this.refusals = [];
    this.also = [];
    this.pieces = box.lexer.lex(text, name => this.fieldOf(name), notice => this.note(notice));
    const said = this.pieces.filter(p => ["word", "phrase"].includes(p.kind)
      && !["AND", "OR", "NOT"].includes(p.text));
    const lettered = said.flatMap(p => p.text.split(/\s+/u)).filter(w => /\p{L}/u.test(w));
    this.capitals = !(lettered.length > 1 && lettered.every(w => words.isUpper(w)));
    if (!this.capitals && lettered.some(w => words.small.has(box.fold(w)))) {
      this.note("All of the query is in capitals, so small words are found too");
    }
    this.any = {name: "", kind: "text", streams: ["title", "body"]};
    this.field = this.any;
    this.leaves = new box.Leaves(this, this.capitals, false);
    this.empty = !text.trim();
    this.at = this.depth = 0;
  }

  parse() {
    const parts = [];
    while (this.at < this.pieces.length) {
      const query = this.or();
      if (query) parts.push(query);
      if (this.peek() === "close") {
        this.at += 1;
        this.note("A closing bracket without its opening one was left out");
      }
    }
    let query = parts.length ? this.joined(parts) : {kind: "all"};
    if (!parts.length && !this.empty) {
      this.note("Nothing in the query can be searched for, so nothing was found");
      query = {kind: "none"};
    }
    if (this.refusals.length) query = {kind: "none"};
    return {query, notices: [...new Set(this.notices)], refusals: [...new Set(this.refusals)],
      also: [...new Set(this.also)]};
  }

  note(text) { this.notices.push(text); }

  // Nothing is found, and this says why.
  refuse(text) {
    this.refusals.push(text);
    return {kind: "none"};
  }

  fieldOf(name) {
    return this.fields.find(field => field.names.includes(name.toLowerCase())) || null;
  }

  joined(parts) { return parts.length === 1 ? parts[0] : {kind: "and", items: parts}; }

  peek() { return this.at < this.pieces.length ? this.pieces[this.at].kind : null; }

  operator() {
    const piece = this.pieces[this.at];
    return piece && piece.kind === "word" && ["AND", "OR", "NOT"].includes(piece.text) ? piece.text : null;
  }

  or() {
    const branches = [];
    let branch = this.and();
    for (;;) {
      if (branch) branches.push(branch);
      if (this.operator() !== "OR") break;
      this.at += 1;
      const lone = !branch;
      branch = this.and();
      if (lone || !branch) this.note("OR needs words on both sides: it was left out");
    }
    if (!branches.length) return null;
    return branches.length === 1 ? branches[0] : {kind: "or", items: branches};
  }

  and() {
    const parts = [];
    while (this.peek() !== null && this.peek() !== "close") {
      const operator = this.operator();
      if (operator === "OR") break;
      if (operator === "AND") {
        this.at += 1;
        if (!parts.length || [null, "close"].includes(this.peek())
          || ["AND", "OR"].includes(this.operator())) {
          this.note("AND needs words on both sides: it was left out");
        }
        continue;
      }
      const part = this.unit();
      if (part) parts.push(part);
    }
    return parts.length ? this.joined(parts) : null;
  }

  unit() {
    let negative = 0;
    while (this.peek() === "not" || this.operator() === "NOT") {
      negative += 1;
      this.at += 1;
    }
    if ([null, "close"].includes(this.peek()) || this.operator()) {
      if (negative) this.note("NOT needs a word after it: it was left out");
      return null;
    }
    const query = this.weighted();
    return query && negative % 2 ? {kind: "not", item: query} : query;
  }

  weighted() {
    const query = this.item(this.field);
    if (this.peek() === "boost") {
      const weight = Number(this.pieces[this.at].text.slice(1));
      this.at += 1;
      if (query && weight > 0) return {kind: "boost", item: query, weight};
    }
    return query;
  }

  item(field) {
    if (this.peek() === "exact") {
      this.at += 1;
      const outer = this.leaves;
      this.leaves = new box.Leaves(this, this.capitals, true);
      const query = this.item(field);
      this.leaves = outer;
      return query;
    }
    return this.peek() === "open" ? this.group() : this.value(field);
  }

  group() {
    this.at += 1;
    if (this.depth >= 40) {
      this.note("The brackets are nested too deeply: the inner ones were left out");
      return null;
    }
    this.depth += 1;
    const query = this.or();
    this.depth -= 1;
    if (this.peek() === "close") this.at += 1;
    else this.note("A closing bracket is missing: the group goes to the end");
    if (!query) this.note("An empty pair of brackets was left out");
    return query;
  }

  value(field) {
    const piece = this.pieces[this.at];
    if (!piece) return null;
    if (piece.kind === "word" && field.kind === "text") {
      const found = this.leaves.run(field, this.run());
      if (found) {
        this.at += found.taken;
        return found.leaf;
      }
    }
    this.at += 1;
    if (piece.kind === "field") return this.named(piece.text);
    if (field.kind === "date") return box.dates.dated(field, piece.text, this);
    if (field.kind === "keyword") {
      return this.leaves.keyword(field, piece.text, piece.kind === "phrase", piece.apart);
    }
    if (field.kind !== "text") return this.refuse(`“${field.name}:” is known to the archive alone`);
    if (piece.kind === "phrase") return this.leaves.phrase(field, piece.text, piece.apart);
    return piece.kind === "word" ? this.leaves.word(field, piece.text) : null;
  }

  run() {
    const run = [];
    for (const piece of this.pieces.slice(this.at, this.at + 8)) {
      if (piece.kind !== "word" || ["AND", "OR", "NOT"].includes(piece.text)) break;
      run.push(piece.text);
    }
    return run;
  }

  named(name) {
    const field = this.fieldOf(name), kind = this.peek();
    if (!field) {
      this.note(`There is no field “${name}:”, so it was searched as words`);
      const rest = ["phrase", "word", "field"].includes(kind) ? this.value(this.any) : null;
      const parts = [this.leaves.word(this.any, name), rest].filter(Boolean);
      return parts.length ? this.joined(parts) : null;
    }
    const isHeld = field.kind !== "keyword" || this.held.includes(field.name);
    if (field.kind === "saved" || !isHeld) {
      return this.refuse(`“${field.name}:” is known to the archive alone`);
    }
    if (kind === "open") {
      const outer = this.field;
      this.field = field;
      const query = this.group();
      this.field = outer;
      return query;
    }
    if (!["phrase", "word", "exact"].includes(kind)) {
      this.note(`“${field.name}:” needs a value: it was left out`);
      return null;
    }
    return this.item(field);
  }
};

// Dates as they are written in figures; what words say of dates depends on the day of reading.
box.dates = (() => {
  function day(text) {
    const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(
      text.trim().replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3").replaceAll("/", "-"));
    if (!found) return null;
    const [year, month, date] = found.slice(1).map(Number);
    if (year < 1 || month < 1 || month > 12) return null;
    const last = new Date(Date.UTC(2000, month || 12, 0));
    last.setUTCFullYear(year, month || 12, 0);
    if (date < 1 || date > last.getUTCDate()) return null;
    const number = (m, d) => year * 10000 + m * 100 + d;
    return [number(month || 1, date || 1), number(month || 12, date || last.getUTCDate())];
  }

  // First and last day of a range or a date alone; undefined for what is none.
  function range(text) {
    const dots = text.indexOf("..");
    if (dots < 0) return day(text) || undefined;
    const [start, end] = [text.slice(0, dots), text.slice(dots + 2)]
      .map(each => each.replace(/[* ]/g, "") ? day(each) : [null, null]);
    return start && end ? [start[0], end[1]] : undefined;
  }

  function dated(field, text, parser) {
    if (["none", "null", "undated"].includes(box.fold(text))) return {kind: "undated"};
    let found = range(text);
    if (!found) {
      return parser.refuse(
        `“${text}” is no date that is read here: write 2017, 2017-11, 2017-11-03 or 2017-10..2018`);
    }
    const [low, high] = found, dated_ = {kind: "not", item: {kind: "undated"}};
    if (field.name === "after") return high ? {kind: "days", low: high + 1, high: null} : dated_;
    if (field.name === "before") return low ? {kind: "days", low: null, high: low - 1} : dated_;
    if (low === null && high === null) return dated_;
    if (low && high && low > high) {
      parser.note(`The range “${text}” ends before it begins: it was turned round`);
      found = range(text.split("..").reverse().join(".."));
    }
    return {kind: "days", low: found[0], high: found[1]};
  }

  return {day, range, dated};
})();
