"use strict";
// The page: what is asked stands in its address behind "#", so that every search is a link.

box.view = (() => {
  const PAGE = 25;
  const at = id => document.getElementById(id);
  const {element, number, counted} = box.show;
  let engine, words, language, facets;
  let current = ""; // the address of the search that is shown: a link within the page is none

  // What the address asks: words, values chosen of facets, dates, order and page.
  function asked() {
    const given = new URLSearchParams(current.replace(/^#/, ""));
    const chosen = {};
    for (const {name} of facets) chosen[name] = given.getAll(name);
    return {
      text: given.get("q") || "", chosen, from: given.get("from") || "", to: given.get("to") || "",
      sort: ["relevance", "newest", "oldest"].find(each => each === given.get("sort")) || "",
      page: Math.max(1, Number.parseInt(given.get("page"), 10) || 1),
    };
  }

  function addressed({text, chosen, from, to, sort, page}) {
    const made = new URLSearchParams();
    made.append("q", text);
    for (const [name, keys] of Object.entries(chosen)) keys.forEach(key => made.append(name, key));
    for (const [name, value] of Object.entries({from, to, sort})) if (value) made.append(name, value);
    if (page > 1) made.append("page", page);
    return `#${made}`;
  }

  const changed = (now, more) => addressed({...now, page: 1, ...more});

  function toggled(now, name, key) {
    const held = now.chosen[name];
    const keys = held.includes(key) ? held.filter(each => each !== key) : [...held, key];
    return changed(now, {chosen: {...now.chosen, [name]: keys}});
  }

  function render() {
    if (!location.hash || location.hash.includes("=")) current = location.hash;
    const now = asked(), answer = box.search(engine, words, language, now);
    const pages = Math.max(1, Math.ceil(answer.docs.length / PAGE));
    const page = Math.min(now.page, pages);
    const hash = addressed({...now, page}), isWanted = box.view.wanted(answer.query);
    at("q").value = now.text;
    at("from").value = now.from;
    at("to").value = now.to;
    at("total").textContent = answer.docs.length ? counted(answer.docs.length) : "Nothing found";
    at("told").replaceChildren(...box.show.notices(answer));
    const first = (page - 1) * PAGE;
    at("hits").start = first + 1;
    at("hits").replaceChildren(...answer.docs.slice(first, first + PAGE)
      .map(doc => box.show.hit(engine, doc, hash, isWanted)));
    at("chips").replaceChildren(...chips(now));
    at("chips").hidden = !at("chips").children.length;
    at("orders").replaceChildren(...["relevance", "newest", "oldest"].map(sort => element("a", {
      href: changed(now, {sort}), "aria-current": answer.sort === sort ? "true" : null,
    }, {relevance: "Best match", newest: "Newest", oldest: "Oldest"}[sort])),
    element("a", {class: "narrows", href: "#narrow"}, "Narrow"));
    at("pager").replaceChildren(...pager(now, page, pages));
    at("pager").hidden = pages < 2;
    at("timeline").replaceChildren(...box.show.timeline(
      answer.within("date").map(doc => engine.rows[doc][4]), key => changed(now, {from: key, to: key})));
    at("timeline").hidden = !at("timeline").children.length;
    at("facets").replaceChildren(...facets.map(facet => facetOf(facet, now, answer)).filter(Boolean));
    at("answer").hidden = false;
    document.title = `${now.text ? `${now.text} · ` : ""}${box.data.about.name}`;
  }

  function chips(now) {
    const chip = (label, value, href) => element("a", {href},
      element("span", {class: "hidden"}, "Remove "), element("span", {class: "what"}, label), " ",
      element("bdi", {}, value), " ", element("span", {"aria-hidden": "true"}, "×"));
    const made = facets.flatMap(({name, label}) => now.chosen[name].map(key =>
      chip(label, labelOf(name, key), toggled(now, name, key))));
    if (now.from || now.to) {
      const range = now.from === now.to ? now.from : `${now.from} to ${now.to}`;
      made.push(chip("Dates", range, changed(now, {from: "", to: ""})));
    }
    return made;
  }

  function labelOf(name, key) {
    const {keys, labels} = engine.values[name];
    return labels[keys.indexOf(key)] || key;
  }

  // Of a facet of which any value will do, the count is what one more value would add.
  function facetOf({name, label, many}, now, answer) {
    const {keys, labels, of} = engine.values[name], counts = new Map();
    for (const doc of many ? answer.docs : answer.within(name)) {
      for (const value of of[doc]) counts.set(value, (counts.get(value) || 0) + 1);
    }
    const values = [...counts].map(([value, count]) => ({
      key: keys[value], value: labels[value], count, chosen: now.chosen[name].includes(keys[value]),
    }));
    if (!values.length) return null;
    values.sort((one, two) => two.chosen - one.chosen || two.count - one.count || (one.key < two.key ? -1 : 1));
    return box.show.facet(label, values, key => toggled(now, name, key));
  }

  function pager(now, page, pages) {
    const link = (to, text, rel) => to < 1 || to > pages ? null
      : element("a", {href: addressed({...now, page: to}), rel}, text);
    return [link(page - 1, "Previous", "prev"), element("span", {}, `Page ${number(page)} of ${number(pages)}`),
      link(page + 1, "Next", "next")].filter(Boolean);
  }

  function go(event) {
    event.preventDefault();
    const hash = changed(asked(), {text: at("q").value, from: at("from").value.trim(), to: at("to").value.trim(), sort: ""});
    if (hash === location.hash) render();
    else location.hash = hash;
  }

  function begin() {
    const {articles, language: known} = box.data;
    language = known;
    engine = new box.Engine(box.data);
    words = new box.Words(language, box.data.words);
    facets = language.facets.map(each => language.fields.find(({name}) => name === each))
      .filter(({name}) => engine.values[name]?.keys.length);
    Object.assign(box.view, {engine, words, language});
    at("search").addEventListener("submit", go);
    addEventListener("hashchange", () => {
      if (location.hash && !location.hash.includes("=")) return;
      render();
      at("total").focus({preventScroll: true});
      scrollTo(0, 0);
    });
    addEventListener("keydown", event => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input")) return;
      event.preventDefault();
      at("q").focus();
    });
    render();
    document.documentElement.dataset.ready = articles.rows.length;
  }

  // Says what is wrong with a folder of which a part is missing, rather than show nothing.
  function start() {
    const missing = ["about", "language", "words", "articles"].filter(name => !box.data[name]);
    if (!missing.length) return begin();
    at("content").append(element("p", {class: "notice", role: "alert"},
      `This folder is not whole: data/${missing[0]}.js is missing or damaged.`));
  }

  return {start, asked};
})();

// Whether a word of a text is one that the query looked for.
box.view.wanted = query => {
  const wanted = new Set(), starts = [], {engine} = box.view;
  const collect = node => {
    if (node.kind === "not") return;
    (node.items || node.leaves || []).forEach(collect);
    if (node.item) collect(node.item);
    if (node.kind === "prefix") starts.push(node.start);
    if (node.kind === "phrase" || node.kind === "near") node.words.forEach(word => wanted.add(box.fold(word).replace("!", "")));
    if (node.kind === "word") {
      for (const stem of node.stems) {
        for (const form of engine.ofStem.get(stem) || []) wanted.add(engine.forms[form][0]);
      }
    }
  };
  collect(query);
  return written => {
    const word = box.fold(written).replace(/['’]s$/, "").replace(/[^\p{L}\p{N}]/gu, "");
    return wanted.has(word) || starts.some(start => word.startsWith(start));
  };
};

box.view.start();
