// Shortcuts and the palette of the staff's pages. Both are ways to do faster what links and forms do; the table of
// shortcuts in the page (dialog #keys) is what is obeyed here. Single keys can be switched off (WCAG 2.1.4).
const OFF = "staff-keys-off";
const LIST = "staff-list";
const FIELD = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable]";

const palette = document.querySelector<HTMLDialogElement>("#palette");
const help = document.querySelector<HTMLDialogElement>("#keys");
const field = palette?.querySelector<HTMLInputElement>("input[name=q]");
const said = palette?.querySelector<HTMLElement>("[data-palette-said]");

function remembered(store: Storage, key: string): string {
  try { return store.getItem(key) ?? ""; } catch { return ""; }
}
function remember(store: Storage, key: string, value: string): void {
  try { store.setItem(key, value); } catch { /* a browser that keeps nothing: the shortcuts stay as they are */ }
}

// The lines of a list are reached by the link that opens them: focus, Enter and screen readers work as with Tab.
function links(): HTMLElement[] {
  const marked = [...document.querySelectorAll<HTMLElement>("main [data-line] [data-open]")];
  return marked.length ? marked : [...document.querySelectorAll<HTMLElement>("main table tbody tr")]
    .map((row) => row.querySelector<HTMLElement>("a[href]")).filter((one): one is HTMLElement => one !== null);
}
function line(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-line], main tbody tr") ?? null;
}
function move(by: number): void {
  const all = links();
  const here = all.findIndex((one) => one.closest("[data-line], tr") === line());
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
function tick(): void {
  const box = line()?.querySelector<HTMLInputElement>("input[type=checkbox]");
  const all = links();
  if (box) box.click();
  else if (!line()) all[0]?.focus();
}
function step(): void {
  const place: ParentNode = line() ?? document;
  (place.querySelector<HTMLElement>("[data-step]") ?? document.querySelector<HTMLElement>("main .offered a.btn, main [data-offered] a.btn, main a.btn[href*='/do/']"))
    ?.focus();
  if (line() && document.activeElement instanceof HTMLElement && document.activeElement.matches("[data-step]")) document.activeElement.click();
}
function neighbour(by: number): void {
  const list = remembered(sessionStorage, LIST).split("\n");
  const here = list.indexOf(location.pathname);
  const next = here < 0 ? undefined : list[here + by];
  if (next) location.assign(next);
}
function send(): void {
  const form = document.activeElement?.closest("form");
  const button = form?.querySelector<HTMLButtonElement>(".form-actions button.btn-primary, button.btn-primary");
  if (form) form.requestSubmit(button ?? undefined);
}
function open(): void {
  if (!palette || !field || palette.open) return;
  palette.showModal();
  field.select();
  field.dispatchEvent(new Event("ask"));
}

const deeds: Record<string, (row: HTMLElement) => void> = {
  palette: open,
  help: () => help?.showModal(),
  send,
  next: () => move(1),
  previous: () => move(-1),
  step,
  tick,
  "tick-all": () => document.querySelector<HTMLElement>("[data-tick-all]")?.click(),
  filter: () => document.querySelector<HTMLElement>("main form[role=search] input[type=search], main .act-card .question :is(input:not([type=hidden]), select, textarea)")?.focus(),
  "next-case": () => neighbour(1),
  "previous-case": () => neighbour(-1),
  go: (row) => location.assign(row.dataset.url ?? "/"),
};
const rows = new Map<string, HTMLElement[]>();
for (const row of help?.querySelectorAll<HTMLElement>("[data-keys]") ?? []) {
  const keys = row.dataset.keys ?? "";
  rows.set(keys, [...(rows.get(keys) ?? []), row]);
}

let before = "";
let cleared = 0;
function pressed(event: KeyboardEvent): string {
  return event.ctrlKey || event.metaKey ? `Ctrl+${event.key.length === 1 ? event.key.toUpperCase() : event.key}` : event.key;
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || palette?.open || help?.open) return;
  const key = pressed(event);
  const single = !key.startsWith("Ctrl+");
  if (single && ((event.target as HTMLElement).matches(FIELD) || remembered(localStorage, OFF) === "1")) return;
  const found = rows.get(before ? `${before} ${key}` : key) ?? rows.get(key);
  const first = [...rows.keys()].some((one) => one.startsWith(`${key} `));
  before = "";
  clearTimeout(cleared);
  if (found && found[0]?.dataset.does !== "enter") {
    event.preventDefault();
    deeds[found[0]?.dataset.does ?? ""]?.(found[0] as HTMLElement);
  } else if (single && first) {
    before = key;
    cleared = window.setTimeout(() => { before = ""; }, 1500);
  }
});

for (const dialog of [palette, help]) {
  dialog?.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
for (const one of document.querySelectorAll<HTMLElement>("[data-palette]")) {
  one.addEventListener("click", (event) => { event.preventDefault(); open(); });
}
for (const one of document.querySelectorAll<HTMLElement>("[data-shortcuts]")) {
  one.addEventListener("click", () => help?.showModal());
}
const on = help?.querySelector<HTMLInputElement>("[data-keys-on]");
if (on) {
  on.checked = remembered(localStorage, OFF) !== "1";
  on.addEventListener("change", () => remember(localStorage, OFF, on.checked ? "" : "1"));
}

// The palette: the field keeps the focus, the arrows move the chosen line (aria-activedescendant).
function options(): HTMLElement[] {
  return [...(palette?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
}
function choose(place: number): void {
  const all = options();
  all.forEach((one, number) => one.setAttribute("aria-selected", String(number === place)));
  const chosen = all[place];
  if (chosen) {
    field?.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else field?.removeAttribute("aria-activedescendant");
}
palette?.addEventListener("htmx:afterSwap", () => {
  choose(0);
  if (said) said.textContent = palette.querySelector<HTMLElement>("[data-said]")?.dataset.said ?? "";
});
// Whether what is shown answers what is typed.
function answered(): boolean {
  return palette?.querySelector<HTMLElement>("[data-q]")?.dataset.q === field?.value.trim();
}
field?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = options();
  const here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    choose((here + by + all.length) % Math.max(all.length, 1));
  } else if (event.key === "Enter" && answered() && all[here]) {
    // Typed and not yet answered: the search page answers instead.
    event.preventDefault();
    all[here]?.click();
  }
});

// The list in which somebody works, so that a case leads to the next one of it.
const cases = [...document.querySelectorAll<HTMLAnchorElement>("[data-worklist] [data-open]")].map((one) => one.pathname);
if (cases.length) remember(sessionStorage, LIST, cases.join("\n"));
// Told to who waits for it: from now on keys do what the table says.
document.documentElement.dataset.keys = "ready";
export {};
