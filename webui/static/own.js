// What this browser keeps for its reader: recent searches, and searches saved under a name, each with
// the place up to which its news have been seen. It stays in localStorage; the archive is asked about a
// saved search as it is asked by searching. Without this file nothing is missing but these lists.
"use strict";

globalThis.own = (() => {
  const MOST = { recent: 30, saved: 100 };
  const ASKED = 20; // saved searches that are asked about without being unfolded
  const root = document.querySelector("#search")?.getAttribute("action") ?? "/";
  const held = {}; // where the browser keeps nothing: a private window, a full disk

  const key = (kind) => `archive ${root} ${kind}`;

  // What others have written there is not trusted: an address must be one of this archive.
  const sound = (each) =>
    typeof each?.url === "string" && each.url.startsWith(root) && !each.url.startsWith("//")
    && typeof each.said === "string";

  const read = (kind) => {
    if (held[kind]) return held[kind];
    try {
      const found = JSON.parse(localStorage.getItem(key(kind)));
      return Array.isArray(found) ? found.filter(sound) : [];
    } catch {
      return [];
    }
  };

  const write = (kind, list) => {
    const kept = list.slice(0, MOST[kind]);
    try {
      if (kept.length) localStorage.setItem(key(kind), JSON.stringify(kept));
      else localStorage.removeItem(key(kind));
      delete held[kind];
    } catch {
      held[kind] = kept; // until the page is left
    }
  };

  const without = (kind, url) => read(kind).filter((each) => each.url !== url);
  const remember = (said, url) => write("recent", [{ said, url }, ...without("recent", url)]);
  const remove = (url) => write("saved", without("saved", url));
  const find = (url) => read("saved").find((each) => each.url === url);
  const today = () => new Date().toISOString().slice(0, 10);

  // False where there are as many as are kept.
  const save = (said, url, place) => {
    const others = without("saved", url);
    if (others.length >= MOST.saved) return false;
    write("saved", [...others, { said, url, place, at: today() }]
      .sort((one, other) => one.said.localeCompare(other.said)));
    return true;
  };

  const see = (url, place) => {
    write("saved", read("saved").map((each) => (each.url === url ? { ...each, place, at: today() } : each)));
  };

  // For the box while it is empty: what was looked for last, then what is saved.
  const suggestions = () => [
    ...read("recent").slice(0, 6).map(({ said, url }) => ({ kind: "recent", text: said, url })),
    ...read("saved").slice(0, 6).map(({ said, url }) => ({ kind: "own", text: said, url })),
  ];

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute === "onclick") element.addEventListener("click", value);
      else element.setAttribute(attribute, value);
    }
    element.append(...children);
    return element;
  };

  const linked = (each) => make("a", { href: each.url }, make("bdi", {}, each.said));
  const dated = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });

  const told = (found, at) => {
    if (found.new === null) return `What is new since ${dated(at)} cannot be told`;
    const parts = [found.new ? `${found.new.toLocaleString("en")} new` : "", found.changed ? `${found.changed.toLocaleString("en")} changed` : ""];
    return `${parts.filter(Boolean).join(", ") || "Nothing new"} since ${dated(at)}`;
  };

  // Asks what is new to a saved search, and shows it below its name.
  const ask = async (each, item) => {
    const [, query] = each.url.split("?");
    const address = `${root}new.json?${query ? `${query}&` : ""}since=${encodeURIComponent(each.place)}`;
    try {
      const answer = await fetch(address);
      if (!answer.ok) return;
      const found = await answer.json();
      const line = make("span", { class: "count" }, told(found, each.at));
      if (!found.articles.length) {
        item.append(line);
        return;
      }
      const list = found.articles.map((article) =>
        make("li", {}, make("a", { href: article.url, dir: "auto" }, article.title || article.id)));
      item.append(make("details", {}, make("summary", {}, line), make("ul", {}, ...list)));
    } catch {
      // the archive is not there: the list still is
    }
  };

  const section = () => {
    const saved = read("saved");
    const recent = read("recent");
    const shown = make("section", { class: "own", "aria-labelledby": "own" },
      make("h2", { id: "own" }, "Your searches"));
    const again = () => {
      const fresh = section();
      shown.replaceWith(fresh);
      (fresh.querySelector("a, button") ?? document.querySelector("#q")).focus();
    };
    const items = saved.map((each) => make("li", {}, linked(each),
      make("button", { type: "button", class: "quiet", "aria-label": `Remove ${each.said}`, onclick: () => { remove(each.url); again(); } }, "×")));
    const asking = async (from, upto) => {
      for (let at = from; at < Math.min(upto, items.length); at += 1) await ask(saved[at], items[at]);
    };
    shown.append(make("ul", {}, ...items.slice(0, ASKED)));
    if (items.length > ASKED) {
      const rest = make("details", {}, make("summary", {}, `${items.length - ASKED} more`), make("ul", {}, ...items.slice(ASKED)));
      rest.addEventListener("toggle", () => asking(ASKED, items.length), { once: true });
      shown.append(rest);
    }
    if (recent.length) {
      const lines = recent.map((each) => make("li", {}, linked(each)));
      shown.append(make("h3", {}, "Recent"), make("ul", {}, ...lines.slice(0, 5)));
      if (lines.length > 5) shown.append(make("details", {}, make("summary", {}, `${lines.length - 5} more`), make("ul", {}, ...lines.slice(5))));
    }
    shown.append(make("p", { class: "hint" }, "Kept in this browser alone. ",
      make("a", { href: `${root}help#browser` }, "How"), " ",
      make("button", { type: "button", class: "quiet", onclick: () => { write("saved", []); write("recent", []); shown.remove(); document.querySelector("#q").focus(); } }, "Clear all")));
    asking(0, ASKED);
    return shown;
  };

  const saving = (page, tools) => {
    const { search, said, place } = page.dataset;
    const again = () => { tools.querySelector(".saving").replaceWith(control()); tools.querySelector(".saving :is(button, input)").focus(); };
    const button = (label, onclick) => make("button", { type: "button", class: "quiet", onclick }, label);
    const form = () => {
      const name = make("input", { maxlength: "60", required: "", value: said.slice(0, 60), dir: "auto", autocomplete: "off" });
      const problem = make("span", { role: "status" });
      const made = make("form", { class: "saving" }, make("label", {}, "Name ", name), make("button", {}, "Save"), button("Cancel", again), problem);
      made.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!name.value.trim()) return;
        if (save(name.value.trim(), search, place)) again();
        else problem.textContent = `${MOST.saved} searches are kept at most: remove one on the front page`;
      });
      return made;
    };
    const control = () => {
      const mine = find(search);
      if (mine) {
        return make("p", { class: "saving" }, "Saved here as ", make("bdi", {}, mine.said), " ",
          button("Remove", () => { remove(search); again(); }));
      }
      const made = make("p", { class: "saving" }, button("Save this search", () => {
        made.replaceWith(form());
        tools.querySelector(".saving input").select();
      }));
      return made;
    };
    tools.append(control());
  };

  const page = document.querySelector("[data-place]");
  if (page?.dataset.search) {
    remember(page.dataset.said, page.dataset.search);
    if (find(page.dataset.search)) see(page.dataset.search, page.dataset.place);
    saving(page, document.querySelector(".tools"));
  } else if (page && (read("saved").length || read("recent").length)) {
    const wide = matchMedia("(min-width: 60rem)").matches;
    if (wide) document.querySelector(".tools").after(section());
    else document.querySelector(".list").append(section());
  }
  return { suggestions };
})();
