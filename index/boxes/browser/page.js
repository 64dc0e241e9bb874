"use strict";
// The page of an article: the way back leads to the search that it was opened from.

if (location.hash.includes("=")) {
  const back = document.getElementById("back");
  back.href += location.hash;
  back.lastChild.textContent = " Back to the results";
}
