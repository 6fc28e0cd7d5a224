/* What the theme leaves undone for those who use the keyboard or a screen reader, or print. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;

  // The theme takes the focus from its buttons when they are pressed: they keep it.
  document.querySelectorAll(".theme-switch-button, .search-button, .sidebar-toggle").forEach(
    (button) => { button.blur = () => {}; });

  // The button says which mode is on.
  const MODES = { light: "light", dark: "dark", auto: "as the device is set" };
  const buttons = document.querySelectorAll(".theme-switch-button");
  const name = () =>
    buttons.forEach((button) => {
      const words = `Light or dark: ${MODES[root.dataset.mode] || MODES.auto}`;
      button.setAttribute("aria-label", words);
      button.title = words;
    });
  new MutationObserver(name).observe(root, { attributes: true, attributeFilter: ["data-mode"] });
  name();

  // On a wide screen the list of pages is folded away and out of reach of the keyboard.
  const pages = document.getElementById("pst-primary-sidebar");
  const toggle = document.querySelector(".primary-toggle");
  const wide = window.matchMedia("(min-width: 992px)");
  const state = () => {
    const hidden = pages.classList.contains("pst-sidebar-hidden");
    pages.inert = wide.matches && hidden;
    if (wide.matches) toggle.setAttribute("aria-expanded", String(!hidden));
    else toggle.removeAttribute("aria-expanded");
  };
  if (pages && toggle) {
    new MutationObserver(state).observe(pages, { attributes: true, attributeFilter: ["class"] });
    wide.addEventListener("change", state);
    state();
  }

  // A link in a side bar that is shown as a dialog leads to a place on the page behind it.
  document.querySelectorAll("dialog").forEach((dialog) =>
    dialog.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link && link.hash && dialog.open) dialog.close();
    }));

  // What turns out to be wider than its box when it is unfolded can be scrolled by keyboard.
  document.addEventListener("toggle", (event) => {
    if (!event.target.open) return;
    event.target.querySelectorAll(".pst-scrollable-table-container, pre").forEach((box) => {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    });
  }, true);

  // What is folded is printed, for browsers in which the style alone cannot unfold it.
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("article details:not(.code):not([open])").forEach((folded) => {
      folded.open = true;
      folded.dataset.openedToPrint = "";
    }));
  window.addEventListener("afterprint", () =>
    document.querySelectorAll("details[data-opened-to-print]").forEach((folded) => {
      folded.open = false;
      delete folded.dataset.openedToPrint;
    }));
});
