// What lies on the phone: the parcels taken along, the queue of what was taken down, pictures, what is half typed.
// Each thing is on the disk before anybody is told that it is saved.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Words } from "./words";

export interface Coded { code: string; words: Words }
export interface Point extends Coded { look: Words; record: Words; section: string; cited: string; class: string; per: string; assumed: boolean }
export interface Note {
  uid: string; point: string; about: string; verdict: string; words: string; found: string; grade: string; code: string;
  photos: string[]; placed: boolean; happened_at: string; received_at: string | null; clock_off: number | null; by: string; by_name: string;
}
export interface Signature { uid: string; role: string; name: string; position: string; image: string; happened_at: string; received_at: string | null }
export interface Sample { seal: string; model: string; batch: string; quantity: number; place: string; sealed_on: string; taken_by: string; present: string; words: string; photos: string[]; state: Words }
export interface Member { person: string; name: string; role: string; number: string; role_words: Words }
export interface Parcel {
  now: string;
  person: { id: string; name: string; role: string };
  inspection: { id: string; plan_code: string; state: string; activity: Words; planned_from: string; planned_to: string; person_days: string; team: Member[]; experts: string[] };
  case: {
    id: string; number: string; url: string; product: string; applicant: string; producer: string; scheme: string; trademark: string; mode: string;
    models: Record<string, string>[]; key_parts: Record<string, string>[]; names: Record<string, string[]>; standards: { number: string }[];
    factory: { name: string; code: string; address: string; contact: string; phone: string };
  };
  checklist: { sections: Coded[]; points: Point[]; verdicts: Coded[]; grades: Coded[]; classes: Coded[]; roles: Coded[] };
  earlier: { plan_code: string; on: string; grade: Words; clause: string; description: string; state: string }[];
  filed?: { number: string; certificate: string; function: string; before: string; after: string; person: string; effective_on: string; url: string }[];
  sampling?: { open: boolean; drawn: string[]; samples: Sample[] } | null;
  visit: { state: string; opened_at: string; closed_at: string | null } | null;
  notes: Note[];
  signatures: Signature[];
}
export type Given = Record<string, unknown>;
export type State = "kept" | "sent" | "received" | "refused";
export interface Item {
  order?: number; uid: string; visit: string; person: string; act: string; given: Given; files: string[]; made_at: string; state: State;
  entry?: number; at?: string; sentences?: Words[]; codes?: string[]; tries: number;
}
export interface Picture { digest: string; visit: string; content: ArrayBuffer; type: string; name: string; sent: boolean }
export interface Draft { key: string; visit: string; given: Given; photos: string[] }
interface Taken { visit: string; parcel: Parcel; taken_at: string; along: boolean }

interface Shelf extends DBSchema {
  parcels: { key: string; value: Taken };
  items: { key: number; value: Item; indexes: { uid: string; visit: string } };
  pictures: { key: [string, string]; value: Picture; indexes: { visit: string } };
  drafts: { key: string; value: Draft; indexes: { visit: string } };
}

let opened: Promise<IDBPDatabase<Shelf>> | null = null;

function shelf(): Promise<IDBPDatabase<Shelf>> {
  opened ??= openDB<Shelf>("visits", 1, {
    upgrade(db) {
      db.createObjectStore("parcels", { keyPath: "visit" });
      const items = db.createObjectStore("items", { keyPath: "order", autoIncrement: true });
      items.createIndex("uid", "uid", { unique: true });
      items.createIndex("visit", "visit");
      db.createObjectStore("pictures", { keyPath: ["visit", "digest"] }).createIndex("visit", "visit");
      db.createObjectStore("drafts", { keyPath: "key" }).createIndex("visit", "visit");
    },
    terminated() { opened = null; },
  });
  return opened;
}

const durably = { durability: "strict" } as const;

export async function keepParcel(parcel: Parcel, along: boolean): Promise<void> {
  const db = await shelf();
  const earlier = await db.get("parcels", parcel.inspection.id);
  await db.put("parcels", { visit: parcel.inspection.id, parcel, taken_at: new Date().toISOString(), along: along || Boolean(earlier?.along) });
}

export async function parcelOf(visit: string): Promise<Taken | undefined> {
  return (await shelf()).get("parcels", visit);
}

/** Puts an item at the end of the queue; resolves when it is on the disk. */
export async function keepItem(item: Item): Promise<void> {
  const db = await shelf();
  const writing = db.transaction(["items"], "readwrite", durably);
  await writing.objectStore("items").add(item);
  await writing.done;
  await countUnsent();
}

export async function changeItem(item: Item): Promise<void> {
  const db = await shelf();
  const writing = db.transaction("items", "readwrite", durably);
  await writing.store.put(item);
  await writing.done;
  await countUnsent();
}

export async function itemsOf(visit: string): Promise<Item[]> {
  const found = await (await shelf()).getAllFromIndex("items", "visit", visit);
  return found.sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
}

export async function keepPicture(picture: Picture): Promise<void> {
  const db = await shelf();
  const writing = db.transaction("pictures", "readwrite", durably);
  const earlier = await writing.store.get([picture.visit, picture.digest]);
  if (!earlier || !picture.sent) await writing.store.put(picture);
  await writing.done;
}

export async function markPicture(visit: string, digest: string, sent: boolean): Promise<void> {
  const db = await shelf();
  const writing = db.transaction("pictures", "readwrite", durably);
  const found = await writing.store.get([visit, digest]);
  if (found) await writing.store.put({ ...found, sent });
  await writing.done;
}

export async function pictureOf(visit: string, digest: string): Promise<Picture | undefined> {
  return (await shelf()).get("pictures", [visit, digest]);
}

export async function picturesOf(visit: string): Promise<Picture[]> {
  return (await shelf()).getAllFromIndex("pictures", "visit", visit);
}

export async function keepDraft(draft: Draft): Promise<void> {
  await (await shelf()).put("drafts", draft);
}

export async function draftOf(key: string): Promise<Draft | undefined> {
  return (await shelf()).get("drafts", key);
}

export async function dropDraft(key: string): Promise<void> {
  await (await shelf()).delete("drafts", key);
}

/** Takes everything of a visit off the phone. Nothing that the house has not got may be lost: asked before. */
export async function clear(visit: string): Promise<void> {
  const db = await shelf();
  const writing = db.transaction(["parcels", "items", "pictures", "drafts"], "readwrite", durably);
  await writing.objectStore("parcels").delete(visit);
  for (const name of ["items", "pictures", "drafts"] as const) {
    const store = writing.objectStore(name);
    for (const key of await store.index("visit").getAllKeys(visit)) await store.delete(key as never);
  }
  await writing.done;
  await countUnsent();
}

export const unsent = (item: Item): boolean => item.state === "kept" || item.state === "sent";

/** How many items wait on this phone, where other pages of the house can read it (they warn before a logout). */
async function countUnsent(): Promise<void> {
  const all = await (await shelf()).getAll("items");
  localStorage.setItem("visit-unsent", String(all.filter(unsent).length));
}
