// Suggestions while typing: a combobox with a list (WAI-ARIA 1.2). Without this file the form works
// as it is. Arrows choose, Enter opens what is chosen or else searches, Escape closes.
"use strict";

(() => {
  const PAUSE = 150; // milliseconds without a key before the archive is asked
  const NAMES = { tag: "Tag", agency: "Agency", author: "Author", name: "Name", title: "Article", query: "Saved", recent: "Recent", own: "Saved" };

  const form = document.querySelector("form[data-suggest]");
  const box = form?.querySelector("input[type=search]");
  if (!box) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.after(list, status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let chosen = -1;
  let timer = 0;
  let asking = null; // the request under way, so that a later one can stop it

  const choose = (number) => {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const option = options[chosen];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    choose(-1);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };

  const part = (name, text) => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };

  const option = (suggestion, number) => {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.dataset.url = suggestion.url;
    item.dataset.kind = suggestion.kind;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const text = part("text", suggestion.text);
    text.dir = "auto";
    const fact = suggestion.kind === "title" ? suggestion.date : suggestion.count?.toLocaleString("en");
    item.append(part("what", NAMES[suggestion.kind]), " ", text, " ", part("count", fact ?? ""));
    return item;
  };

  const show = (suggestions) => {
    choose(-1);
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    const number = suggestions.length;
    status.textContent = number ? `${number} suggestion${number === 1 ? "" : "s"}` : "";
  };

  const ask = async () => {
    asking?.abort();
    const request = new AbortController();
    asking = request;
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(box.value.trim())}`;
      const answer = await fetch(address, { signal: request.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (!request.signal.aborted) show(found);
    } catch {
      if (!request.signal.aborted) close(); // the archive is not there: the form still is
    }
  };

  // What this browser keeps, while the box is empty.
  const mine = () => {
    if (!box.value.trim()) show(globalThis.own?.suggestions() ?? []);
  };

  box.addEventListener("focus", mine);
  box.addEventListener("click", mine);
  box.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (!box.value.trim()) mine();
    else timer = setTimeout(ask, PAUSE);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // else the browser empties the box
      close();
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      if (box.value.trim()) ask();
      else mine();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      choose(chosen === last ? -1 : chosen + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(chosen === -1 ? last : chosen - 1);
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.url);
  });
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
})();
