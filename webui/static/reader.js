// Keys, copying and ticks. Without this file links, forms and ticks on a page work as they are.
"use strict";

(() => {
  const MOST = 500; // ticks that an address can bear
  const KEYS = [
    ["/", "go to the search box"],
    ["j, k", "next hit, previous hit"],
    ["o, Enter", "open the hit"],
    ["x", "tick the hit"],
    ["c", "copy the permanent address of the hit, the citation of the article"],
    ["?", "this list"],
    ["Esc", "close what is open, leave the box"],
  ];
  const root = document.querySelector("#search")?.getAttribute("action") ?? "/";
  const page = document.querySelector("[data-place]");
  const box = document.querySelector("#q");

  // Storage that may be closed (a private window) or full: what cannot be kept is forgotten.
  const recall = (storage, name) => { try { return globalThis[storage].getItem(name); } catch { return null; } };
  const keep = (storage, name, value) => { try { globalThis[storage].setItem(name, value); } catch { /* forgotten */ } };

  const status = document.createElement("p");
  status.className = "said";
  status.setAttribute("role", "status");
  document.body.append(status);
  let silence = 0;
  const say = (text) => {
    clearTimeout(silence);
    status.textContent = text;
    silence = setTimeout(() => { status.textContent = ""; }, 3000);
  };

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  // Copying. What is to be copied is the attribute's value, a link's whole address, or the text.

  const copyable = (element) => element.dataset.copy || (element.matches("a[href]") ? element.href : element.textContent.trim());

  // As browsers did it before, for pages that do not come by HTTPS.
  const selected = (text) => {
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  };

  const copy = async (text) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = selected(text);
    }
    say(done ? "Copied" : "The browser does not let this page copy");
  };

  const texts = new Map();
  for (const element of document.querySelectorAll("[data-copy]")) {
    const text = copyable(element);
    const made = button("Copy", () => copy(text));
    made.classList.add("copy");
    texts.set(element, text);
    if (element.matches("dd, li, td")) element.append(" ", made); // beside them no button may stand
    else element.after(" ", made);
  }

  // Ticks are kept for the pages of one search, in this tab.

  const take = document.querySelector("#take");
  const ticks = [...document.querySelectorAll(".hits input[name=id]")];
  const shelf = `archive ${root} ticks ${page?.dataset.search ?? ""}`;
  let ticked = new Set();

  const show = () => {
    const line = document.querySelector("#taken");
    line.dataset.all ??= line.textContent;
    for (const tick of ticks) tick.checked = ticked.has(tick.value);
    line.textContent = ticked.size ? `${ticked.size} ticked` : line.dataset.all;
    const clear = button("Untick all", () => { ticked.clear(); kept(); take.querySelector("select").focus(); });
    if (ticked.size) line.append(" ", clear);
  };

  const kept = () => {
    keep("sessionStorage", shelf, [...ticked].join(" "));
    show();
  };

  if (take) {
    document.querySelector("#taken").setAttribute("role", "status");
    addEventListener("pageshow", () => {
      ticked = new Set(recall("sessionStorage", shelf)?.split(" ").filter(Boolean));
      show();
    });
    document.querySelector(".hits").addEventListener("change", ({ target }) => {
      if (!ticks.includes(target)) return;
      if (!target.checked) ticked.delete(target.value);
      else if (ticked.size < MOST) ticked.add(target.value);
      else say(`At most ${MOST} can be ticked`);
      kept();
    });
    take.addEventListener("formdata", ({ formData }) => {
      const here = new Set(formData.getAll("id"));
      for (const id of ticked) if (!here.has(id)) formData.append("id", id);
    });
  }

  // Keys.

  const hits = [...document.querySelectorAll(".hits > li")];
  const current = () => hits.findIndex((hit) => hit.contains(document.activeElement));
  const title = (hit) => hit?.querySelector("h2 a");

  const go = (step) => {
    const beyond = document.querySelector(`${hits.length ? ".pager" : ".back"} a[rel=${step > 0 ? "next" : "prev"}]`);
    let at = current();
    if (at < 0) at = hits.findIndex((hit) => hit.matches(":target")) - (step > 0 ? 1 : 0);
    at = hits.length ? Math.max(at + step, current() < 0 ? 0 : -1) : -1;
    if (hits[at]) {
      title(hits[at]).focus({ focusVisible: true });
      hits[at].scrollIntoView({ block: "nearest" });
    } else if (beyond) {
      const number = hits.length ? Number(hits[step > 0 ? hits.length - 1 : 0].id.slice(1)) + step : 0;
      location.assign(number ? `${beyond.href}#h${number}` : beyond.href);
    }
  };

  const address = () => {
    const link = title(hits[current()]);
    if (!link) return null;
    const found = new URL(link.href);
    return found.origin + found.pathname;
  };

  const citation = () => {
    const found = address();
    const marked = document.querySelector("main [data-copy]");
    return found ?? texts.get(marked) ?? null;
  };

  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys");
  const table = document.createElement("dl");
  for (const [keys, meaning] of KEYS) {
    const row = document.createElement("div");
    const key = document.createElement("dt");
    const does = document.createElement("dd");
    key.textContent = keys;
    does.textContent = meaning;
    row.append(key, does);
    table.append(row);
  }
  const heading = document.createElement("h2");
  heading.id = "keys";
  heading.textContent = "Keys";
  const choice = document.createElement("label");
  const on = document.createElement("input");
  on.type = "checkbox";
  on.checked = recall("localStorage", `archive ${root} keys`) !== "off";
  on.addEventListener("change", () => keep("localStorage", `archive ${root} keys`, on.checked ? "on" : "off"));
  choice.append(on, " Keys work on these pages");
  const close = button("Close", () => dialog.close());
  close.className = "second";
  dialog.append(heading, table, choice, close);
  document.body.append(dialog);
  const list = () => {
    dialog.showModal();
    close.focus();
  };
  const opener = button("Keys: / j k o x c ?", list);
  opener.classList.add("opener");
  document.querySelector(".colophon")?.append(opener);

  const ACTS = {
    "/": () => { box?.focus(); box?.select(); return Boolean(box); },
    j: () => { go(1); return true; },
    k: () => { go(-1); return true; },
    o: () => { const link = title(hits[current()]); link?.click(); return Boolean(link); },
    x: () => { const tick = hits[current()]?.querySelector("input[name=id]"); tick?.click(); return Boolean(tick); },
    c: () => { const found = citation(); if (found) copy(found); return Boolean(found); },
    "?": () => { list(); return true; },
  };

  const escape = (event) => {
    if (event.target === box) {
      event.preventDefault(); // else the browser empties the box
      box.blur();
    } else if (location.hash === "#narrow") {
      location.hash = "content";
    }
  };

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (dialog.open) {
      if (event.key === "?") dialog.close();
      return;
    }
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    const tick = event.target instanceof Element && event.target.matches("input[type=checkbox]");
    if (tick && event.key === "Enter" && current() >= 0) {
      event.preventDefault(); // else it would export
      ACTS.o();
      return;
    }
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (!on.checked || (typing && !tick) || !Object.hasOwn(ACTS, event.key)) return;
    if (ACTS[event.key]()) event.preventDefault();
  });
})();
