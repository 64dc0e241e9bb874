"use strict";
// The order of what is found, and a search as a whole. The formula is the archive's (BM25F,
// index/engines/common/ranking.py); how rare a word is, is told by the articles of this folder.

box.ranking = (() => {
  const AS_TYPED = 0.5, SIDE_BY_SIDE = [[["title"], 1.0], [["title", "body"], 0.6]];
  const TERMS = new Set(["word", "phrase", "near", "prefix", "any"]);

  const parts = query => query.kind === "and" ? query.items.flatMap(parts) : [query];
  const isAnywhere = streams => streams.join(" ") === "title body";
  const isAcronym = item => item.kind === "phrase" && item.words.length === 1
    && item.words[0] === item.words[0].toUpperCase() && item.words[0] !== item.words[0].toLowerCase();

  // What ranks an article higher: words in the form that was typed, and side by side.
  function preferred(query) {
    const items = parts(query), better = [];
    for (const item of items.filter(each => each.kind === "word")) {
      better.push([{kind: "phrase", streams: item.streams, words: [item.word]}, AS_TYPED]);
    }
    for (const item of items.filter(each => each.kind === "any" && each.typed)) {
      better.push([item.leaves[0], AS_TYPED]);
    }
    const plain = items
      .filter(each => (each.kind === "word" || isAcronym(each)) && isAnywhere(each.streams))
      .map(each => each.word || each.words[0]);
    if (plain.length > 1) {
      for (const [streams, weight] of SIDE_BY_SIDE) better.push([{kind: "phrase", streams, words: plain}, weight]);
    }
    return better;
  }

  function* scoring(query, weight = 1) {
    if (query.kind === "and" || query.kind === "or") {
      for (const item of query.items) yield* scoring(item, weight);
    } else if (query.kind === "boost") yield* scoring(query.item, weight * query.weight);
    else if (TERMS.has(query.kind)) yield [query, weight];
  }

  // Whether there is something to rank by.
  const scores = query => !scoring(query).next().done;

  function ranked(engine, language, query, found) {
    const words = parts(query).filter(each => TERMS.has(each.kind) || each.kind === "boost");
    const b = query.kind === "and" && words.length >= 4 ? 1.0 : language.b;
    const sums = new Map(found.map(doc => [doc, 0]));
    for (const [leaf, weight] of [...scoring(query), ...preferred(query)]) {
      for (const [doc, score] of bm25f(engine, language, engine.frequencies(leaf), b)) {
        if (sums.has(doc)) sums.set(doc, sums.get(doc) + weight * score);
      }
    }
    const rounded = doc => Math.round(sums.get(doc) * 1e9);
    return [...found].sort((one, two) => rounded(two) - rounded(one) || one - two);
  }

  function bm25f(engine, {weights, k1}, frequencies, b) {
    const tf = new Map();
    for (const [stream, counts] of Object.entries(frequencies)) {
      const place = engine.streams.indexOf(stream), own = stream === "title" ? 0 : b;
      const average = engine.rows.reduce((sum, row) => sum + row[7][place], 0) / engine.count || 1;
      for (const [doc, n] of counts) {
        const relative = own ? engine.rows[doc][7][place] / average : 1;
        tf.set(doc, (tf.get(doc) || 0) + (weights[stream] || 1) * n / (1 - own + own * relative));
      }
    }
    const idf = Math.log(1 + (engine.count - tf.size + 0.5) / (tf.size + 0.5));
    return [...tf].map(([doc, n]) => [doc, idf * n * (k1 + 1) / (k1 + n)]);
  }

  return {ranked, scores};
})();

// A search: {docs, notices, refusals, also, sort, counts of a facet or of days by what is chosen}.
box.search = (engine, words, language, asked) => {
  const parsed = new box.Parser(words, language, asked.text).parse();
  const days = box.search.days(asked, parsed);
  const mask = engine.matching(parsed.refusals.length ? {kind: "none"} : parsed.query);
  const matching = [];
  mask.forEach((value, doc) => { if (value) matching.push(doc); });
  const found = matching.filter(doc => engine.passes(doc, asked.chosen, days));
  const sort = asked.sort || (box.ranking.scores(parsed.query) ? "relevance" : "newest");
  let docs = found; // the newest first, as they lie
  if (sort === "relevance") docs = box.ranking.ranked(engine, language, parsed.query, found);
  if (sort === "oldest") {
    const moment = doc => engine.rows[doc][3], id = doc => engine.rows[doc][0];
    docs = [...found].sort((one, two) => (moment(one) === null) - (moment(two) === null)
      || moment(one) - moment(two) || (id(one) < id(two) ? -1 : 1));
  }
  const within = but => matching.filter(doc => engine.passes(doc, asked.chosen, days, but));
  return {...parsed, docs, sort, days, within};
};

// The days of "from" and "to"; what is no date is refused.
box.search.days = (asked, parsed) => {
  const read = (text, which) => {
    if (!text.trim()) return null;
    const found = box.dates.day(text);
    if (!found) parsed.refusals.push(`“${text}” is no date: write 2017, 2017-11 or 2017-11-03`);
    return found ? found[which] : null;
  };
  const days = {low: read(asked.from, 0), high: read(asked.to, 1)};
  if (days.low && days.high && days.low > days.high) {
    parsed.refusals.push(`The range ends (${asked.to}) before it begins (${asked.from})`);
  }
  return days;
};
