// A passage that is selected in an article is put where a note on it is written. Without this file it is
// copied and pasted.
"use strict";

(() => {
  const field = document.querySelector("[data-selection]");
  const story = document.querySelector(".story");
  if (!field || !story) return;
  const part = story.querySelector("header")?.parentElement ?? story;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    if (!part.contains(selection.anchorNode) || !part.contains(selection.focusNode)) return;
    field.value = selection.toString().trim();
  });
})();
