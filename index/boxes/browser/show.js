"use strict";
// Parts of the page, as elements. Text is only ever set as text, never as HTML.

box.show = (() => {
  const MONTHS = ("January February March April May June July August September October November "
    + "December").split(" ");
  const SHOWN = 8; // values of a facet before the others are asked for

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter(child => child !== null));
    return made;
  }

  const number = value => value.toLocaleString("en");
  const counted = value => `${number(value)} ${value === 1 ? "article" : "articles"}`;

  function date(iso) {
    const [year, month, day] = (iso || "").split("-");
    return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
  }

  // A text with the words marked that were looked for.
  function marked(text, isWanted) {
    const parts = [], words = /[\p{L}\p{N}\p{M}]+(?:['’ʼ‘][\p{L}\p{N}\p{M}]+)*/gu;
    let at = 0;
    for (const match of text.matchAll(words)) {
      if (!isWanted(match[0])) continue;
      parts.push(text.slice(at, match.index), element("mark", {}, match[0]));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  }

  function hit(engine, doc, hash, isWanted) {
    const [id, title, iso, , , language, lead] = engine.rows[doc];
    const labels = field => {
      const {labels: all, of} = engine.values[field] || {labels: [], of: []};
      return (of[doc] || []).map(each => all[each]);
    };
    const dir = box.data.language.directions[language] || "auto";
    const facts = [date(iso), ...labels("agency"), ...labels("publisher"), ...labels("status")];
    const link = element("a", {href: `articles/${id}.html${hash}`}, ...marked(title || "(without a title)", isWanted));
    const tags = labels("tag").slice(0, 8);
    return element("li", {}, element("article", {},
      element("h2", {lang: language, dir}, link),
      element("p", {class: "facts"}, ...facts.filter(Boolean).map(each => element("span", {}, element("bdi", {}, each)))),
      element("p", {class: "snippet", lang: language, dir}, ...marked(lead, isWanted)),
      tags.length ? element("p", {class: "facts"}, ...tags.map(each => element("span", {}, element("bdi", {}, each)))) : null));
  }

  // A facet: its values with their counts, as links; the most frequent first.
  function facet(label, values, linkOf) {
    const item = ({value, count, chosen, key}) => element("li", {},
      element("a", {href: linkOf(key), "aria-current": chosen ? "true" : null},
        element("bdi", {}, value), " ", element("span", {class: "count"}, number(count))));
    const rest = values.slice(SHOWN);
    const more = rest.length ? element("details", {},
      element("summary", {}, `${number(rest.length)} more`),
      element("ul", {}, ...rest.map(item))) : null;
    return element("section", {class: "facet"}, element("h2", {class: "what"}, label),
      element("ul", {}, ...values.slice(0, SHOWN).map(item)), more);
  }

  // Counts by year, month or day, whichever is not too fine, as bars that are links.
  function timeline(days, linkOf) {
    const dated = days.filter(day => day !== null);
    if (!dated.length) return [];
    const iso = day => `${day}`.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
    const span = (new Date(iso(Math.max(...dated))) - new Date(iso(Math.min(...dated)))) / 864e5;
    const length = span > 1100 ? 4 : span > 62 ? 7 : 10;
    const counts = new Map();
    for (const day of dated) {
      const key = iso(day).slice(0, length);
      counts.set(key, (counts.get(key) || 0) + 1);
    }
    const most = Math.max(...counts.values());
    const bars = [...counts].sort(([one], [two]) => one < two ? -1 : 1).map(([key, count]) => {
      const bar = element("span", {class: "bar", "aria-hidden": "true"});
      bar.style.setProperty("--share", `${100 * count / most}%`);
      return element("li", {}, element("a", {href: linkOf(key)}, bar,
        element("span", {class: "when"}, date(key)), " ", element("span", {class: "count"}, number(count))));
    });
    const unit = {4: "By year", 7: "By month", 10: "By day"}[length];
    return [element("h2", {class: "what"}, unit), element("ol", {class: "bars"}, ...bars)];
  }

  function notices(answer) {
    const also = answer.also.length ? [`Also searched: ${answer.also.slice(0, 12).join(", ")}`
      + `${answer.also.length > 12 ? ` and ${answer.also.length - 12} more` : ""} · = before a word takes it as written`] : [];
    return [
      ...answer.refusals.map(text => element("p", {class: "notice refused"}, `Not understood here, so nothing was searched: ${text}.`)),
      ...answer.notices.map(text => element("p", {class: "notice"}, `${text}.`)),
      ...also.map(text => element("p", {class: "also hint"}, text)),
    ];
  }

  return {element, number, counted, date, hit, facet, timeline, notices};
})();
