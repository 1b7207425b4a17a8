// Bringing the queue to the house: pictures first, then the items in their order, each under its own number. An answer
// that was lost is asked for again; what the house has, it has once.
import { changeItem, type Item, itemsOf, keepParcel, markPicture, type Parcel, parcelOf, picturesOf, unsent } from "./shelf";
import type { Words } from "./words";

export type Outcome = "done" | "offline" | "login" | "other_person" | "stopped" | "busy";
interface Session { csrf: string; person: string; name: string; now: string }
interface Answer { status: number; body: { state?: string; codes?: string[]; sentences?: Words[]; entry?: number; at?: string; digest?: string } | null }

const PATIENCE = 30_000;
const SETTLED = "visit_opened"; // the colleague opened the visit first: nothing is left to do
const CLOCK = "visit-clock-off";

export class Unreachable extends Error {}
class NoLogin extends Error {}

/** By how many seconds the phone's clock is fast, as measured when it last met the house; null when it never did. */
export function clockOff(): number | null {
  const kept = localStorage.getItem(CLOCK);
  return kept === null ? null : Number(kept);
}

export async function session(base: string): Promise<Session> {
  const before = Date.now();
  const answer = await ask(new URL("../session", base).pathname, {});
  if (answer.status !== 200 || !answer.body) throw new Unreachable();
  const found = answer.body as unknown as Session;
  const middle = (before + Date.now()) / 2;
  localStorage.setItem(CLOCK, String(Math.round((middle - Date.parse(found.now)) / 1000)));
  return found;
}

/** Fetches the visit as the house has it and lays it on the shelf. */
export async function fetchParcel(base: string, along: boolean): Promise<Parcel> {
  const answer = await ask(`${base}package`, {});
  if (answer.status !== 200) throw new Unreachable();
  const parcel = answer.body as unknown as Parcel;
  await keepParcel(parcel, along);
  return parcel;
}

/** Sends what waits. ``changed`` is called whenever the state of something changed. */
export async function synchronise(visit: string, base: string, changed: () => void): Promise<Outcome> {
  const once = () => attempt(visit, base, changed);
  if (!("locks" in navigator)) return once();
  return navigator.locks.request(`visit ${visit}`, { ifAvailable: true }, (lock) => (lock ? once() : ("busy" as Outcome)));
}

async function attempt(visit: string, base: string, changed: () => void): Promise<Outcome> {
  try {
    const known = await session(base);
    const taken = await parcelOf(visit);
    if (taken && taken.parcel.person.id !== known.person) return "other_person";
    await sendPictures(visit, base, known);
    const outcome = await sendItems(visit, base, known, changed);
    await fetchParcel(base, false);
    return outcome;
  } catch (error) {
    if (error instanceof NoLogin) return "login";
    if (error instanceof Unreachable) return "offline";
    throw error;
  } finally {
    changed();
  }
}

async function sendPictures(visit: string, base: string, known: Session): Promise<void> {
  const wanted = new Set((await itemsOf(visit)).filter(unsent).flatMap((one) => one.files));
  for (const picture of await picturesOf(visit)) {
    if (picture.sent || !wanted.has(picture.digest)) continue;
    const form = new FormData();
    form.append("file", new Blob([picture.content], { type: picture.type }), picture.name);
    const answer = await post(`${base}files`, form, known, base);
    if (answer.status !== 200) continue; // the act that rests on it is refused with its sentence
    if (answer.body?.digest !== picture.digest) throw new Unreachable();
    await markPicture(visit, picture.digest, true);
  }
}

async function sendItems(visit: string, base: string, known: Session, changed: () => void): Promise<Outcome> {
  for (const item of (await itemsOf(visit)).filter(unsent)) {
    await changeItem({ ...item, state: "sent", tries: item.tries + 1 });
    changed();
    const answer = await post(`${base}acts`, JSON.stringify({ uid: item.uid, act: item.act, given: item.given }), known, base);
    const settled = settle({ ...item, tries: item.tries + 1 }, answer);
    await changeItem(settled);
    changed();
    if (settled.codes?.includes("no_file")) for (const digest of item.files) await markPicture(visit, digest, false);
    if (item.act === "visit.opened" && settled.state === "refused") return "stopped";
  }
  return "done";
}

function settle(item: Item, answer: Answer): Item {
  const { status, body } = answer;
  if (status === 200 && body?.state === "received") return { ...item, state: "received", entry: body.entry, at: body.at, sentences: [], codes: [] };
  if (body?.state !== "refused") throw new Unreachable();
  if (body.codes?.length && body.codes.every((one) => one === SETTLED)) return { ...item, state: "received", sentences: body.sentences, codes: body.codes };
  return { ...item, state: "refused", sentences: body.sentences ?? [], codes: body.codes ?? [] };
}

async function post(url: string, body: BodyInit, known: Session, base: string): Promise<Answer> {
  const answer = await ask(url, { method: "POST", body, headers: { "X-CSRFToken": known.csrf } });
  if (answer.status !== 403 || answer.body) return answer;
  // The token was changed meanwhile (another login): ask for the new one, once.
  const fresh = await session(base);
  return ask(url, { method: "POST", body, headers: { "X-CSRFToken": fresh.csrf } });
}

async function ask(url: string, given: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...given });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const body = isJson ? await response.json() : null;
    if (response.status === 401) throw new NoLogin();
    if (response.status >= 500 || response.status === 429) throw new Unreachable();
    return { status: response.status, body };
  } catch (error) {
    if (error instanceof NoLogin) throw error;
    throw new Unreachable();
  }
}
