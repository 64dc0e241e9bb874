"use strict";
// The articles of the folder: which of them a query matches, and what is counted of them.
//
// MiniSearch knows which articles hold a word in a field, and the words that begin so. Whether they
// hold it in the form, the language and the order that is asked is told by their tokens, which the
// archive made. As index/engines/memory.py, to which every engine of the archive keeps.

box.Engine = class {
  constructor({words, articles, language}) {
    this.rows = articles.rows;
    this.values = articles.values;
    this.count = this.rows.length;
    this.streams = Object.keys(language.weights);
    this.forms = [[], ...words.forms.map(form => [].concat(form))]; // from 1 on; 0 is a gap
    this.readTokens(words);
    this.readForms(words);
    this.index = this.indexed();
    this.many = new Set(language.fields.filter(field => field.many).map(field => field.name));
  }

  readTokens({tokens, sizes}) {
    this.tokens = {};
    this.starts = {};
    for (const name of this.streams) {
      const starts = new Uint32Array(this.count + 1);
      sizes[name].forEach((size, doc) => { starts[doc + 1] = starts[doc] + size; });
      this.starts[name] = starts;
      this.tokens[name] = box.unpacked(tokens[name], starts[this.count]);
    }
  }

  readForms({stemsOf}) {
    this.stemsOf = [[], ...stemsOf];
    this.ofWord = new Map();
    this.ofStem = new Map();
    const put = (map, key, form) => {
      const held = map.get(key);
      if (held) held.push(form);
      else map.set(key, [form]);
    };
    this.forms.forEach((form, number) => form.forEach(word => put(this.ofWord, word, number)));
    this.stemsOf.forEach((stems, number) => stems.forEach(stem => put(this.ofStem, stem, number)));
    this.sorted = [...this.ofWord.keys()].sort();
  }

  // MiniSearch's own form of an index (`loadJS`): which it would make of texts, made of tokens.
  indexed() {
    const held = new Map(); // word -> field -> article -> how often
    this.streams.forEach((name, field) => {
      const tokens = this.tokens[name], starts = this.starts[name];
      const ofForm = new Map(); // form -> articles and how often, in turn
      for (let doc = 0; doc < this.count; doc++) {
        for (let at = starts[doc]; at < starts[doc + 1]; at++) {
          if (!tokens[at]) continue;
          let list = ofForm.get(tokens[at]);
          if (!list) ofForm.set(tokens[at], list = []);
          if (list[list.length - 2] === doc) list[list.length - 1] += 1;
          else list.push(doc, 1);
        }
      }
      for (const [form, list] of ofForm) {
        for (const word of this.forms[form]) {
          let fields = held.get(word);
          if (!fields) held.set(word, fields = {});
          const docs = fields[field] ||= {};
          for (let at = 0; at < list.length; at += 2) docs[list[at]] = (docs[list[at]] || 0) + list[at + 1];
        }
      }
    });
    const numbers = Object.fromEntries(this.rows.map((_, doc) => [doc, doc]));
    const lengths = this.rows.map((_, doc) =>
      this.streams.map(name => this.starts[name][doc + 1] - this.starts[name][doc]));
    const average = this.streams.map(name => this.starts[name][this.count] / Math.max(this.count, 1));
    return MiniSearch.loadJS({
      documentCount: this.count, nextId: this.count, documentIds: numbers,
      fieldIds: Object.fromEntries(this.streams.map((name, field) => [name, field])),
      fieldLength: Object.fromEntries(lengths.map((each, doc) => [doc, each])),
      averageFieldLength: average, storedFields: {}, dirtCount: 0,
      index: [...held], serializationVersion: 2,
    }, {fields: this.streams, tokenize: text => [text], processTerm: term => term});
  }

  // The articles that hold one of these words, or one that begins so, in one of the fields.
  holding(words, fields, prefix = false) {
    if (!words.length) return new Set();
    const found = this.index.search({combineWith: "OR", queries: words}, {fields, prefix});
    return new Set(found.map(each => each.id));
  }

  // How often a leaf stands in each article that has it: stream -> Map of article -> number.
  frequencies(leaf) {
    const found = {};
    for (const stream of leaf.leaves ? this.streams : leaf.streams) {
      const counts = new Map();
      for (const each of leaf.leaves || [leaf]) {
        if (!each.streams || !each.streams.includes(stream)) continue;
        for (const [doc, n] of this.counted(each, stream)) counts.set(doc, (counts.get(doc) || 0) + n);
      }
      if (counts.size) found[stream] = counts;
    }
    return found;
  }

  counted(leaf, stream) {
    switch (leaf.kind) {
      case "word": return this.countedWord(leaf, stream);
      case "prefix": return this.countedPrefix(leaf, stream);
      case "phrase": return this.countedPhrase(leaf, stream);
      case "near": return this.countedNear(leaf, stream);
      default: return new Map();
    }
  }

  // Of several stems, that which stands most often: they are stems of one word.
  countedWord({stems}, stream) {
    const lists = stems.map(stem => this.ofStem.get(stem) || []);
    const words = [...new Set(lists.flat().map(form => this.forms[form][0]))];
    const docs = this.holding(words, [stream]);
    const counts = new Map();
    for (const list of lists) {
      const flags = this.flags(list);
      for (const doc of docs) {
        const n = this.scan(stream, doc, form => flags[form]);
        if (n > (counts.get(doc) || 0)) counts.set(doc, n);
      }
    }
    return counts;
  }

  countedPrefix({start}, stream) {
    const weights = new Uint8Array(this.forms.length);
    for (let at = this.first(start); at < this.sorted.length && this.sorted[at].startsWith(start); at++) {
      for (const form of this.ofWord.get(this.sorted[at])) weights[form] += 1;
    }
    return this.counts(this.holding([start], [stream], true), doc => this.scan(stream, doc, form => weights[form]));
  }

  countedPhrase({words}, stream) {
    const flags = words.map(word => this.flags(this.ofWord.get(word) || []));
    const tokens = this.tokens[stream], starts = this.starts[stream];
    return this.counts(this.holdingAll(words, stream), doc => {
      let n = 0;
      for (let at = starts[doc]; at <= starts[doc + 1] - words.length; at++) {
        let step = 0;
        while (step < words.length && flags[step][tokens[at + step]]) step += 1;
        if (step === words.length) n += 1;
      }
      return n;
    });
  }

  // From how many places of a wanted word those that follow within a width hold all of them.
  countedNear({words, apart}, stream) {
    const distinct = [...new Set(words)], width = words.length + apart;
    const wanted = distinct.map(word => words.filter(each => each === word).length);
    const flags = distinct.map(word => this.flags(this.ofWord.get(word) || []));
    const tokens = this.tokens[stream], starts = this.starts[stream];
    return this.counts(this.holdingAll(words, stream), doc => {
      const places = [];
      let position = 0;
      for (let at = starts[doc]; at < starts[doc + 1]; at++) {
        if (!tokens[at]) { position += 100; continue; }
        flags.forEach((flag, which) => { if (flag[tokens[at]]) places.push([position, which]); });
        position += 1;
      }
      return places.filter(([first]) => {
        const left = [...wanted];
        for (const [place, which] of places) {
          if (place >= first && place < first + width) left[which] -= 1;
        }
        return left.every(each => each <= 0);
      }).length;
    });
  }

  holdingAll(words, stream) {
    let docs = null;
    for (const word of new Set(words)) {
      const found = this.holding([word], [stream]);
      docs = docs ? new Set([...docs].filter(doc => found.has(doc))) : found;
    }
    return docs;
  }

  counts(docs, count) {
    const counts = new Map();
    for (const doc of docs) {
      const n = count(doc);
      if (n) counts.set(doc, n);
    }
    return counts;
  }

  flags(forms) {
    const flags = new Uint8Array(this.forms.length);
    for (const form of forms) flags[form] = 1;
    return flags;
  }

  scan(stream, doc, weigh) {
    const tokens = this.tokens[stream], end = this.starts[stream][doc + 1];
    let n = 0;
    for (let at = this.starts[stream][doc]; at < end; at++) n += weigh(tokens[at]);
    return n;
  }

  first(start) {
    let low = 0, high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle] < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Which articles a query matches: an array of 0 and 1.
  matching(query) {
    const every = test => Uint8Array.from({length: this.count}, (_, doc) => test(doc) ? 1 : 0);
    switch (query.kind) {
      case "all": return new Uint8Array(this.count).fill(1);
      case "none": return new Uint8Array(this.count);
      case "and": return query.items.map(each => this.matching(each))
        .reduce((one, two) => one.map((value, doc) => value & two[doc]));
      case "or": return query.items.map(each => this.matching(each))
        .reduce((one, two) => one.map((value, doc) => value | two[doc]), new Uint8Array(this.count));
      case "not": return this.matching(query.item).map(value => 1 - value);
      case "boost": return this.matching(query.item);
      case "key": return every(doc => this.keys(query.field, doc).includes(query.key));
      case "start": return every(doc => this.keys(query.field, doc).some(key => key.startsWith(query.start)));
      case "days": return every(doc => {
        const day = this.rows[doc][4];
        return day !== null && day >= (query.low || 0) && day <= (query.high || 99999999);
      });
      case "undated": return every(doc => this.rows[doc][4] === null);
      default: {
        const found = new Uint8Array(this.count);
        for (const counts of Object.values(this.frequencies(query))) {
          for (const doc of counts.keys()) found[doc] = 1;
        }
        return found;
      }
    }
  }

  keys(field, doc) {
    if (field === "id") return [this.rows[doc][0]];
    const {keys, of} = this.values[field] || {keys: [], of: []};
    return (of[doc] || []).map(number => keys[number]);
  }

  // Whether an article has what is chosen: every value of a facet of which an article has many, any
  // value of another one, within the days. `but` is left out of account where any would do.
  passes(doc, chosen, days, but = null) {
    const day = this.rows[doc][4];
    if (but !== "date" && (days.low || days.high)
      && (day === null || day < (days.low || 0) || day > (days.high || 99999999))) return false;
    return Object.entries(chosen).every(([field, wanted]) => {
      if (!wanted.length) return true;
      const held = this.keys(field, doc);
      if (this.many.has(field)) return wanted.every(key => held.includes(key));
      return field === but || wanted.some(key => held.includes(key));
    });
  }
};
