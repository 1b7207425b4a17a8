// What the page knows: the parcel and the queue together, and how both are read.
import { itemsOf, type Item, keepItem, type Note, type Parcel, parcelOf, type Point, type Sample, type Signature, unsent } from "./shelf";
import { clockOff } from "./sending";

export interface Shown extends Note { item?: Item }
export interface Desk { id: string; base: string; parcel: Parcel; items: Item[]; takenAt: string; along: boolean }

export async function readDesk(id: string, base: string): Promise<Desk | null> {
  const taken = await parcelOf(id);
  if (!taken) return null;
  return { id, base, parcel: taken.parcel, items: await itemsOf(id), takenAt: taken.taken_at, along: taken.along };
}

/** The notes of the house and those that are on this phone only, oldest first. */
export function notes(desk: Desk): Shown[] {
  const own = desk.items.filter((one) => one.act === "visit.noted");
  const known = new Map(own.map((one) => [one.uid, one]));
  const house: Shown[] = desk.parcel.notes.map((one) => ({ ...one, item: known.get(one.uid) }));
  const there = new Set(house.map((one) => one.uid));
  const here = own.filter((one) => !there.has(one.uid)).map((one) => asNote(one, desk));
  return [...house, ...here].sort((one, other) => moment(one) - moment(other));
}

const moment = (note: Note): number => Date.parse(note.happened_at) - (note.clock_off ?? 0) * 1000;

function asNote(item: Item, desk: Desk): Shown {
  const given = item.given as Partial<Note> & { place?: string };
  return {
    uid: item.uid, point: given.point ?? "", about: given.about ?? "", verdict: given.verdict ?? "", words: given.words ?? "",
    found: given.found ?? "", grade: given.grade ?? "", code: given.code ?? "", photos: given.photos ?? [], placed: Boolean(given.place),
    happened_at: given.happened_at ?? item.made_at, received_at: item.at ?? null, clock_off: given.clock_off ?? null,
    by: desk.parcel.person.id, by_name: desk.parcel.person.name, item,
  };
}

/** Notes that count: the latest of each inspector on a point and what it is about; a refused one does not. */
export function standing(desk: Desk): Map<string, Shown[]> {
  const latest = new Map<string, Map<string, Shown>>();
  for (const note of notes(desk)) {
    if (note.item?.state === "refused") continue;
    const key = `${note.point}|${note.about}`;
    const by = latest.get(key) ?? new Map<string, Shown>();
    by.delete(note.by);
    by.set(note.by, note);
    latest.set(key, by);
  }
  return new Map([...latest].map(([key, by]) => [key, [...by.values()]]));
}

export interface Progress { verdict: string; standing: Shown[]; disputed: boolean }

/** How a point stands: its worst verdict over what it is about; "" when it was not looked at. */
export function progress(desk: Desk, all: Map<string, Shown[]>, point: Point): Progress {
  const mine = [...all].filter(([key]) => key.startsWith(`${point.code}|`)).map(([, these]) => these);
  const last = mine.map((these) => these[these.length - 1].verdict);
  const verdict = ["nonconform", "pending", "conform", "not_applicable"].find((one) => last.includes(one)) ?? "";
  const leader = desk.parcel.inspection.team.find((one) => one.role === "01")?.person;
  const disputed = mine.some((these) => new Set(these.map((one) => one.verdict)).size > 1 && these[these.length - 1].by !== leader);
  return { verdict, standing: mine.flat(), disputed };
}

export function signatures(desk: Desk): (Signature & { item?: Item })[] {
  const own = desk.items.filter((one) => one.act === "visit.signed");
  const there = new Set(desk.parcel.signatures.map((one) => one.uid));
  const here = own.filter((one) => !there.has(one.uid)).map((one) => {
    const given = one.given as Partial<Signature>;
    return {
      uid: one.uid, role: given.role ?? "", name: given.name ?? "", position: given.position ?? "", image: given.image ?? "",
      happened_at: given.happened_at ?? one.made_at, received_at: one.at ?? null, item: one,
    };
  });
  const known = new Map(own.map((one) => [one.uid, one]));
  return [...desk.parcel.signatures.map((one) => ({ ...one, item: known.get(one.uid) })), ...here];
}

export interface Sealed extends Omit<Sample, "state"> { state?: Sample["state"]; item?: Item }

/** The sealed samples of the house and those that are on this phone only; a seal is one sample. */
export function samples(desk: Desk): Sealed[] {
  const own = desk.items.filter((one) => one.act === "sample.sealed");
  const house = desk.parcel.sampling?.samples ?? [];
  const known = new Map(own.filter((one) => one.state !== "refused").map((one) => [one.given.seal, one]));
  const there = new Set(house.map((one) => one.seal));
  const here = own.filter((one) => one.state === "refused" || !there.has(String(one.given.seal)));
  return [...house.map((one) => ({ ...one, item: known.get(one.seal) })), ...here.map((one) => asSealed(one, desk))];
}

function asSealed(item: Item, desk: Desk): Sealed {
  const given = item.given as unknown as Sealed & { taker: string };
  const taken_by = desk.parcel.inspection.team.find((one) => one.person === given.taker)?.name ?? desk.parcel.person.name;
  return { ...given, taken_by, item };
}

const pending = (desk: Desk, act: string): boolean => desk.items.some((one) => one.act === act && one.state !== "refused");

/** "" before it is opened, then "open", then "closed"; what waits on this phone counts as done. */
export function stateOf(desk: Desk): string {
  if (desk.parcel.visit?.state === "closed") return "closed";
  if (desk.items.some((one) => one.act === "visit.closed" && unsent(one))) return "closed";
  return desk.parcel.visit || pending(desk, "visit.opened") ? "open" : "";
}

/** Takes something down: on the phone's disk when this resolves. */
export async function takeDown(desk: Desk, act: string, given: Record<string, unknown>, files: string[]): Promise<Item> {
  const now = new Date().toISOString();
  const item: Item = {
    uid: crypto.randomUUID(), visit: desk.id, person: desk.parcel.person.id, act, files, made_at: now, state: "kept", tries: 0,
    given: { ...given, happened_at: now, clock_off: clockOff() },
  };
  await keepItem(item);
  return item;
}

export const words = (table: { code: string; words: { zh: string; en: string } }[], code: string): { zh: string; en: string } =>
  table.find((one) => one.code === code)?.words ?? { zh: code, en: code };
