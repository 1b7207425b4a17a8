// The page of a visit: shows the screen that the address names (#list, #p/3.1-1, #facts, #sign, #end, #paper), keeps
// what is taken down on the phone, and brings it to the house when it can.
import { type Desk, readDesk, stateOf, takeDown } from "../visit/desk";
import { find, icon, make } from "../visit/dom";
import { endScreen } from "../visit/ending";
import { factsScreen } from "../visit/facts";
import { listScreen } from "../visit/list";
import { paperScreen } from "../visit/paper";
import { noted, pointScreen } from "../visit/point";
import { sealed, sealScreen } from "../visit/sealing";
import { clockOff, fetchParcel, type Outcome, session, synchronise } from "../visit/sending";
import { changeItem, clear, type Item, unsent } from "../visit/shelf";
import { signed, signScreen } from "../visit/signing";
import { clockWords, say } from "../visit/words";

const root = find("[data-visit]");
const id = root.dataset.visit ?? "";
const base = `${location.origin}${root.dataset.base}`;
const screen = find("[data-screen]");
const status = find("[data-status]");
const LITTLE = 50_000_000;
const LONGEST_WAIT = 300_000;
let desk: Desk | null = null;
let outcome: Outcome | "" = "";
let waited = 2_000;
let timer = 0;
let shownAt = "";
let drawings = 0;

async function refresh(redraw = false): Promise<void> {
  desk = await readDesk(id, base);
  drawStatus();
  if (redraw) await draw();
  else if (desk) drawTaken(desk);
}

/** Only what was taken down so far: a form that somebody is filling in stays as it is. */
function drawTaken(known: Desk): void {
  const notes = screen.querySelector<HTMLElement>("[data-notes]");
  notes?.replaceChildren(...noted(known, notes.dataset.notes ?? ""));
  screen.querySelector("[data-sealed]")?.replaceChildren(...sealed(known));
  screen.querySelector("[data-signed]")?.replaceChildren(...signed(known));
}

async function draw(): Promise<void> {
  if (!desk) return;
  const turn = ++drawings;
  const [name, code] = decodeURIComponent(location.hash.slice(1) || "list").split("/");
  const made = await screens(desk)[name]?.(code ?? "") ?? listScreen(desk, begin);
  if (turn !== drawings) return; // another screen was asked for meanwhile
  screen.replaceChildren(made);
  for (const one of document.querySelectorAll<HTMLAnchorElement>("[data-tabs] a")) {
    const current = one.hash === `#${name}` || (name === "p" && one.hash === "#list");
    if (current) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  if (shownAt && shownAt !== location.hash) {
    window.scrollTo(0, 0);
    screen.querySelector<HTMLElement>("h2[tabindex]")?.focus({ preventScroll: true });
  }
  shownAt = location.hash || "#list";
}

const screens = (known: Desk): Record<string, (code: string) => Promise<HTMLElement> | HTMLElement> => ({
  list: () => listScreen(known, begin),
  p: (code) => pointScreen(known, code, (next) => saved(next ? `#p/${next}` : "")),
  facts: () => factsScreen(known),
  seal: () => sealScreen(known, () => saved("")),
  sign: () => signScreen(known, () => saved("")),
  end: () => endScreen(known, { saved: () => saved(""), again: (item) => void again(item), leave: () => void leave(), hand }),
  paper: () => paperScreen(known),
});

function begin(): void {
  if (desk) void takeDown(desk, "visit.opened", { inspection: id }, []).then(() => saved(""));
}

/** After something was put on the disk: say so, show it, and try to bring it to the house. */
function saved(next: string): void {
  tell(say("已保存在本机", "Saved on this phone"));
  if (next && next !== location.hash) location.hash = next;
  void refresh(!next || next === location.hash).then(() => bring());
}

async function bring(): Promise<void> {
  clearTimeout(timer);
  if (!desk?.items.some(unsent)) return;
  outcome = await synchronise(id, base, () => void refresh());
  await refresh(!typing());
  if (outcome === "done") waited = 2_000;
  if (outcome === "offline" || outcome === "busy") {
    timer = window.setTimeout(() => void bring(), waited + Math.random() * 1_000);
    waited = Math.min(waited * 2, LONGEST_WAIT);
  }
}

/** Whether somebody is in the middle of a form: then the screen is left alone. */
function typing(): boolean {
  return /^#(p\/|sign|seal)/.test(location.hash);
}

async function again(item: Item): Promise<void> {
  await changeItem({ ...item, state: "kept", sentences: [], codes: [] });
  await refresh(true);
  await bring();
}

function hand(): Node | null {
  return document.querySelector<HTMLTemplateElement>("template[data-hand-in]")?.content.cloneNode(true) ?? null;
}

/** Takes the visit along: all that it needs, and this page itself, onto the phone. */
async function takeAlong(): Promise<void> {
  try {
    await session(base);
    await fetchParcel(base, true);
    const pages = await caches.open("visit-pages");
    for (const address of [new URL(base).pathname, new URL("../", base).pathname]) {
      const response = await fetch(address, { credentials: "same-origin", cache: "no-store" });
      if (response.ok && !response.redirected) await pages.put(address, response);
    }
    await navigator.serviceWorker.ready;
    await navigator.storage.persist?.();
    tell(say("已带走，没有网络也能打开本页", "Taken along: this page opens without a connection"));
  } catch {
    tell(say("没有带走：请在有网络时再试", "Not taken along: try again with a connection"));
  }
  await refresh(true);
}

async function leave(): Promise<void> {
  if (!desk || desk.items.some(unsent)) return;
  const refused = desk.items.some((one) => one.state === "refused");
  if (refused && !confirm(say("有机构未接收的记录，移除后不能恢复。已导出了吗？", "Something was refused by the house and is gone for good once taken off. Is it exported?"))) return;
  await clear(id);
  await (await caches.open("visit-pages")).delete(new URL(base).pathname);
  location.assign(new URL("../", base).pathname);
}

function drawStatus(): void {
  const items = desk?.items ?? [];
  const count = (state: string) => items.filter((one) => one.state === state).length;
  const waiting = items.filter(unsent).length;
  const { notes: noted = [], signatures: signedThere = [], sampling = null } = desk?.parcel ?? {};
  const there = noted.length + signedThere.length + (sampling?.samples.length ?? 0);
  const offline = !navigator.onLine || outcome === "offline";
  const parts: (Node | string | null)[] = [
    make("span", { class: `visit-mark tone-${offline ? "warn" : "good"}`, "data-net": offline ? "off" : "on" }, icon(offline ? "cloud-slash" : "cloud-check") as unknown as Node, offline ? say("离线", "offline") : say("在线", "online")),
    make("span", { "data-count": String(waiting) }, say(`本机 ${waiting}`, `phone ${waiting}`)),
    make("span", {}, say(`已收 ${there}`, `received ${there}`)),
    count("refused") ? make("a", { href: "#end", class: "text-bad" }, say(`未接收 ${count("refused")}`, `refused ${count("refused")}`)) : null,
    desk?.along ? make("span", { class: "text-secondary" }, say("已带走", "taken along")) : null,
    clockWords(clockOff()) ? make("span", { class: "text-bad" }, clockWords(clockOff())) : null,
    message(),
  ];
  status.replaceChildren(...parts.filter((one): one is Node => one !== null));
  const button = find<HTMLButtonElement>("[data-send]");
  button.disabled = !waiting;
}

function message(): Node | null {
  if (outcome === "login") return make("a", { class: "text-bad", href: `/accounts/login/?next=${encodeURIComponent(location.pathname)}` }, say("登录已过期，记录仍在本机：请登录", "The login has expired, nothing is lost: log in"));
  if (outcome === "other_person") return make("span", { class: "text-bad" }, say(`这些记录属于${desk?.parcel.person.name}，由本人登录后同步`, `These items are ${desk?.parcel.person.name}'s, who logs in to send them`));
  return null;
}

function tell(text: string): void {
  const place = find("[data-say]");
  place.textContent = text;
  place.hidden = false;
  setTimeout(() => { if (place.textContent === text) place.hidden = true; }, 6_000);
}

async function storage(): Promise<void> {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota && quota - usage < LITTLE) tell(say("手机存储空间将满，请先同步", "The phone's storage is nearly full: send what waits"));
}

async function start(): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) {
    tell(say("此地址不是安全连接（HTTPS），不能离线使用", "This address is no secure connection (HTTPS): it cannot be used offline"));
  } else {
    await navigator.serviceWorker.register(`${new URL("../worker.js", base).pathname}`, { scope: new URL("../", base).pathname }).catch(() => undefined);
  }
  await refresh(true);
  try {
    await session(base);
    await fetchParcel(base, false);
  } catch {
    if (!desk) tell(say("没有网络，这次检查也没有带走", "No connection, and this visit was not taken along"));
    else outcome = "offline";
  }
  await refresh(!typing() || !shownAt);
  root.dataset.ready = stateOf(desk ?? ({ items: [], parcel: { visit: null } } as unknown as Desk)) || "planned";
  await storage();
  await bring();
}

window.addEventListener("hashchange", () => void draw());
window.addEventListener("online", () => { outcome = ""; waited = 2_000; void refresh().then(() => bring()); });
window.addEventListener("offline", () => drawStatus());
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") void refresh().then(() => bring()); });
find("[data-send]").addEventListener("click", () => { waited = 2_000; void bring(); });
find("[data-along]").addEventListener("click", () => void takeAlong());
void start();
