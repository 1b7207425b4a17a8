// The page /check: a file dropped here, or the code behind the # of the address, is checked. A code and a credential are
// checked in the browser itself, without a connection too; a PDF goes to the house, which keeps nothing of it.
import { able, checkCode, checkToken, codeIn, Stale, standingOf, tokenIn, type Keys, type Report } from "../proof";
import { readCode } from "../qr";

type Said = Record<string, string>;
interface Words { answers: Said; reasons: Record<string, Record<string, string>>; states: Said; facts: Said; say: Said }

const page = document.querySelector<HTMLElement>("[data-check]");
if (page) prepare(page);
if (page && "serviceWorker" in navigator && window.isSecureContext) void keepPage();

function prepare(page: HTMLElement): void {
  const form = page.querySelector("form")!;
  const [file, typed] = [form.querySelector<HTMLInputElement>("[data-file]")!, form.querySelector<HTMLTextAreaElement>("[data-text]")!];
  const words = JSON.parse(page.querySelector("[data-words]")!.textContent!) as Words;
  const keys = JSON.parse(page.querySelector("[data-keys]")!.textContent!) as Keys;
  const result = page.querySelector<HTMLElement>("[data-result]")!;
  // What is given is taken from the first moment on; whether the browser can check it is known a little later.
  let here = false;
  const ready = able().then((found) => (here = found));
  const say = (said: string) => { result.replaceChildren(made("p", "callout tone-warn", said)); result.focus(); };

  const check = async (said: string): Promise<boolean> => {
    const [digits, token] = [codeIn(said), tokenIn(said)];
    if (!(await ready) || (!digits && !token)) return false;
    result.replaceChildren(made("p", "", words.say.checking));
    const report = digits ? await checkCode(digits, keys) : await checkToken(token!, keys);
    await stand(report, keys, Boolean(digits));
    show(result, report, words);
    return true;
  };
  const take = async (given: File): Promise<void> => {
    if (given.size > Number(page.dataset.largest)) return say(words.say.large);
    const head = new TextDecoder("latin1").decode(await given.slice(0, 5).arrayBuffer());
    if (head.startsWith("%PDF")) {
      if (!navigator.onLine) return say(words.say.offline_pdf);
      const held = new DataTransfer();
      held.items.add(given);
      file.files = held.files;
      typed.value = "";
      result.replaceChildren(made("p", "", words.say.checking));
      return form.submit();
    }
    const said = given.type.startsWith("image/") ? await codeOn(given) : await given.text();
    if (!said) return say(words.say.no_code);
    if (!(await check(said))) say(here ? words.say.refused : words.say.unable);
  };

  form.addEventListener("submit", (event) => {
    const [chosen] = file.files ?? [];
    if (!chosen && !(here && (codeIn(typed.value) || tokenIn(typed.value)))) return;
    event.preventDefault();
    void (chosen ? take(chosen) : check(typed.value));
  });
  file.addEventListener("change", () => { if (file.files?.[0]) void take(file.files[0]); });
  drop(page.querySelector<HTMLElement>("[data-drop]")!, (given) => void take(given));
  const behind = () => { if (codeIn(location.hash)) void check(location.hash); };
  window.addEventListener("hashchange", behind);
  behind();
}

function drop(zone: HTMLElement, take: (given: File) => void): void {
  // A file that misses the frame is taken as well, instead of leaving the page for it.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  document.addEventListener("dragover", () => zone.classList.add("drop-over"));
  for (const kind of ["dragleave", "drop"]) document.addEventListener(kind, () => zone.classList.remove("drop-over"));
  document.addEventListener("drop", (event) => { const given = event.dataTransfer?.files[0]; if (given) take(given); });
}

// The state now: by the credential that is checked, or by the one that the house publishes for the number of a code.
async function stand(report: Report, keys: Keys, code: boolean): Promise<void> {
  if (report.answer !== "valid") return;
  const past = new Date().toISOString().slice(0, 10) > report.facts.valid_until;
  try {
    let claims = report.claims!;
    if (code) {
      const answer = await fetch(`/c/${report.facts.number}/credential`, { headers: { accept: "application/vc+jwt" } });
      const found = await checkToken((await answer.text()).trim(), keys);
      if (found.answer !== "valid" || found.facts.number !== report.facts.number) throw new Error("another credential");
      claims = found.claims!;
    }
    const { state, listed } = await standingOf(claims, keys);
    report.listed = listed;
    report.standing = past && state === "valid" ? "expired" : state;
  } catch (failed) {
    if (failed instanceof Stale) report.listed = failed.listed;
    report.standing = past ? "expired" : "unknown";
  }
  if (!["valid", "unknown"].includes(report.standing)) report.answer = "invalid";
}

function show(result: HTMLElement, report: Report, words: Words): void {
  const tone = { valid: report.standing === "unknown" ? "note" : "good", unknown: "warn" }[report.answer] ?? "bad";
  const head = made("section", `verdict tone-${tone}`, "");
  const mark = document.querySelector<HTMLTemplateElement>(`template[data-mark="${tone}"]`)?.content.cloneNode(true);
  if (mark) head.append(mark);
  const inner = made("div", "verdict-words", "");
  const title = made("h2", "", words.answers[report.answer === "valid" && report.standing === "unknown" ? "offline" : report.answer]);
  inner.append(title);
  const old = report.standing === "unknown" && report.listed;
  if (report.standing) inner.append(made("p", "", `${words.say.now} ${old ? words.say.old : words.states[report.standing]}`));
  if (report.listed) inner.append(made("p", "second-language", `${words.say.listed} ${report.listed}`));
  head.append(inner);
  const facts = made("dl", "facts", "");
  for (const [name, value] of Object.entries(report.facts)) {
    if (value) facts.append(made("dt", "", words.facts[name]), made("dd", "", value));
  }
  const reasons = made("ul", "check-reasons", "");
  for (const { check, good, more } of report.reasons) {
    reasons.append(made("li", `check-${String(good)}`, `${words.reasons[check][String(good)]}${more ? ` (${more})` : ""}`));
  }
  reasons.append(made("li", "check-null", words.say.by_browser));
  result.replaceChildren(head, facts, reasons);
  result.focus();
}

async function codeOn(given: File): Promise<string | null> {
  let picture: ImageBitmap;
  try { picture = await createImageBitmap(given); } catch { return null; }
  for (const largest of [2400, 1600, 1000]) {
    const scale = Math.min(1, largest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    const drawing = canvas.getContext("2d")!;
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const grey = new Uint8ClampedArray(canvas.width * canvas.height);
    for (let at = 0; at < grey.length; at += 1) grey[at] = (data[4 * at] * 306 + data[4 * at + 1] * 601 + data[4 * at + 2] * 117) >> 10;
    const found = readCode(grey, canvas.width, canvas.height);
    if (found) return found;
  }
  return null;
}

function made(kind: string, style: string, said: string): HTMLElement {
  const found = document.createElement(kind);
  if (style) found.className = style;
  if (said) found.textContent = said;
  return found;
}

async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register("/check-worker.js", { scope: "/check" });
  const worker = (await navigator.serviceWorker.ready).active;
  const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  worker?.postMessage({ files });
}
