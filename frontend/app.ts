// What runs in the browser: Tabler's menus and dialogs, htmx, and the few lines that fit htmx to our pages.
// Every page works without any of it.
import "@tabler/core/dist/js/tabler.esm.js";
import htmx from "htmx.org/dist/htmx.esm.js";

import "./visit/leaving";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

// No code from attributes, no style element of its own: the content security policy forbids both.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
// A refusal is a page to be read: it comes with 409 or 422 and is shown where the answer would have been.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "4(09|22)", swap: true },
  { code: "[45]..", swap: false, error: true },
];

// Django's token against forged forms, for requests that htmx makes outside a form.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  if (token) detail.headers["X-CSRFToken"] = token;
});

// Without a console open nobody sees a failed request: say it where the person looks.
document.addEventListener("htmx:responseError", () => announce());
document.addEventListener("htmx:sendError", () => announce());

function announce(): void {
  const place = document.querySelector<HTMLElement>("[data-announce]");
  if (place) {
    place.hidden = false;
    place.focus();
  }
}

// <form data-once>: a second click must not send the same form twice. Only after the form is on its way: a button
// that is disabled before would not send its own name.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-once]")) return;
  setTimeout(() => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[type=submit]")) button.disabled = true;
  });
});

// A page taken back from the browser's memory shows its buttons disabled for ever otherwise.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>("form[data-once] button[type=submit]")) {
    button.disabled = false;
  }
});

// <select data-submit>: choosing is enough (language, filter); without scripts the form's own button does it.
document.addEventListener("change", (event) => {
  const chosen = event.target as HTMLElement;
  if (chosen.matches("[data-submit]")) chosen.closest("form")?.requestSubmit();
});

// <button data-print>, <button data-copy="text">
document.addEventListener("click", (event) => {
  const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-print],[data-copy]");
  if (!pressed) return;
  if (pressed.dataset.copy) void navigator.clipboard.writeText(pressed.dataset.copy);
  else window.print();
});

// A box that scrolls is reached by the keyboard as well.
function reachable(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".table-responsive:not([tabindex])")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
document.addEventListener("DOMContentLoaded", reachable);
document.addEventListener("htmx:afterSettle", reachable);
window.addEventListener("resize", reachable);
