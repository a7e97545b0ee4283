/* The few things a page does better with a script. Without it every page still works: forms post, links lead.
   This is the only file that knows htmx's event names. */
"use strict";

(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const isField = (node) => node.matches("input, select, textarea, [contenteditable]");
  const isVisible = (node) => node.offsetParent !== null;

  /* Every request htmx sends carries the token that the forms carry in a hidden field. */
  const carryToken = (event) => {
    event.detail.headers["X-CSRF-Token"] = meta("csrf-token");
  };

  /* What went wrong stands at the top of the form: take the reader there. Else a form that came begins at its first field. */
  const faceErrors = (root) => {
    (root.querySelector(".error-summary") ?? root.querySelector("[data-focus]"))?.focus();
  };

  /* A session that ended answers 401: load the page anew, which leads through the sign-in and back. */
  const say = (sentence) => {
    const line = document.getElementById("live");
    line.textContent = sentence;
    line.hidden = false;
  };
  const explainRefusal = (event) => {
    if (event.detail.xhr.status === 401) {
      location.reload();
      return;
    }
    say("The portal could not do this. Reload the page to see how things stand, then try again.");
  };
  const explainSilence = () => {
    say("The portal did not answer. Check your connection, reload the page to see how things stand, then try again.");
  };

  const focusFind = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    const find = [...document.querySelectorAll("[data-find-key='/']")].find(isVisible);
    if (!find) return;
    event.preventDefault();
    find.focus();
  };

  const sendOnChange = (event) => {
    event.target.closest("form[data-send-on-change]")?.requestSubmit();
  };

  /* On a phone the row of tabs is wider than the window: the current one comes into sight, and nothing else moves. */
  const showCurrentTab = () => {
    for (const tab of document.querySelectorAll(".tabs > [aria-current='page']")) {
      const row = tab.parentElement;
      const away = tab.getBoundingClientRect().left - row.getBoundingClientRect().left;
      row.scrollLeft += away - (row.clientWidth - tab.offsetWidth) / 2;
    }
  };

  document.addEventListener("htmx:configRequest", carryToken);
  document.addEventListener("htmx:afterSwap", (event) => faceErrors(event.detail.elt));
  document.addEventListener("htmx:responseError", explainRefusal);
  document.addEventListener("htmx:sendError", explainSilence);
  document.addEventListener("htmx:timeout", explainSilence);
  document.addEventListener("keydown", focusFind);
  document.addEventListener("change", sendOnChange);
  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("scripted");
    faceErrors(document);
    showCurrentTab();
  });
})();
