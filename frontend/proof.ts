// Checks in the browser, by itself, what a certificate proves: the code of its paper (a leaf of the register, its place in
// the log, the log's signature) and its credential (a JWT), and what the published status lists say. The formats are told
// in shouze_verify (codes, notes, jwts, status_lists); WebCrypto does SHA-256 and Ed25519. Nothing is believed that no key signed.
export interface Keys { logs: { register: string[] }; witnesses: string[]; did: { verificationMethod: Method[] } }
interface Method { id: string; publicKeyJwk: JsonWebKey }
interface Key { name: string; id: string; witness: boolean; bytes: Uint8Array }
export interface Reason { check: string; good: boolean | null; more?: string }
export type Facts = Record<string, string>;
export interface Report { answer: string; reasons: Reason[]; facts: Facts; standing?: string; listed?: string; claims?: Claims }
// What a credential says is JSON of any shape: each use looks at what it is.
export type Claims = Record<string, any>;
interface Signature { name: string; id: string; bytes: Uint8Array }
interface Code { leaf: Uint8Array; index: bigint; size: bigint; hashes: Uint8Array[]; origin: string; signatures: Signature[] }

const CHUNK = 32;
const HASH = 32;
const MOST = 8 << 20;
const LIFE = 48 * 3600_000; // so long after its signing a status list may be believed, as in status_lists.py
const MARKS: [string, string][] = [["revocation", "ended"], ["suspension", "suspended"]];
const text = new TextDecoder("utf-8", { fatal: true });
const bytesOf = (said: string) => new TextEncoder().encode(said);

/** Whether this browser can check by itself. */
export async function able(): Promise<boolean> {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(HASH), "Ed25519", false, ["verify"]);
    return typeof DecompressionStream === "function";
  } catch { return false; }
}

export const codeIn = (said: string) => /(?:^|#)1\.(\d+)$/.exec(said.trim())?.[1];
export const tokenIn = (said: string): string | undefined => {
  const plain = said.trim();
  if (/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(plain)) return plain;
  try {
    const id = String((JSON.parse(plain) as Claims).id ?? "");
    return id.startsWith("data:application/vc+jwt,") ? id.slice(24) : undefined;
  } catch { return undefined; }
};

/** Check the digits behind `#1.`. */
export async function checkCode(digits: string, keys: Keys): Promise<Report> {
  const report: Report = { answer: "altered", reasons: [], facts: {} };
  try {
    const code = await read(digits);
    const said = JSON.parse(text.decode(code.leaf)) as Claims;
    report.facts = { number: said.number, holder: said.holder?.name, product: said.product, issued_on: said.on, valid_until: said.valid_until };
    report.claims = said;
    const note = await noteOf(code);
    const ours = keys.logs.register.map(keyOf);
    const known = code.signatures.filter((one) => ours.some((key) => key.name === one.name && key.id === one.id));
    const good = known.length ? await all(known, ours, note) && said.format === "shouze-register-1" && ["issued", "changed", "renewed"].includes(said.event as string) : null;
    report.reasons.push({ check: "register", good, more: code.origin });
    const seen = keys.witnesses.map(keyOf);
    const others = code.signatures.filter((one) => seen.some((key) => key.name === one.name && key.id === one.id));
    if (others.length) report.reasons.push({ check: "witnesses", good: (await all(others, seen, note)) || null, more: others.map((one) => one.name).join(", ") });
    report.answer = good ? "valid" : good === null ? "unknown" : "altered";
  } catch {
    report.reasons.push({ check: "register", good: false });
  }
  return report;
}

/** Check a credential by the keys of the house. */
export async function checkToken(token: string, keys: Keys): Promise<Report> {
  const report: Report = { answer: "altered", reasons: [], facts: {} };
  try {
    const { claims, good } = await opened(token, keys);
    const subject = (claims.credentialSubject ?? {}) as Claims;
    if (good && !ofCertificate(claims)) return { answer: "unknown", reasons: [{ check: "kind", good: null }], facts: {} };
    report.reasons.push({ check: "credential", good });
    report.facts = {
      number: String(subject.name ?? "").replace("CCC ", ""), holder: subject.issuedToParty?.name, product: subject.assessment?.[0]?.assessedProduct?.[0]?.product?.name,
      issued_on: String(claims.validFrom ?? "").slice(0, 10), valid_until: String(claims.validUntil ?? "").slice(0, 10),
    };
    report.claims = claims;
    report.answer = good ? "valid" : good === null ? "unknown" : "altered";
  } catch {
    report.reasons.push({ check: "credential", good: false });
  }
  return report;
}

// A status list is signed by the same key: it is genuine, and no certificate.
function ofCertificate(claims: Claims): boolean {
  const subject = (claims.credentialSubject ?? {}) as Claims;
  const linked: unknown = subject.conformityCertificate;
  return Array.isArray(claims.type) && claims.type.includes("DigitalConformityCredential")
    && typeof linked === "object" && linked !== null && /^CCC [0-9]+$/.test(String(subject.name));
}

async function opened(token: string, keys: Keys): Promise<{ claims: Claims; good: boolean | null }> {
  const parts = token.split(".");
  const header = JSON.parse(text.decode(base64url(parts[0]))) as Claims;
  const claims = JSON.parse(text.decode(base64url(parts[1]))) as Claims;
  const method = keys.did.verificationMethod.find((one) => one.id === header.kid);
  const allowed = ["Ed25519", "EdDSA"].includes(header.alg) && ["vc+jwt", "application/vc+jwt"].includes(header.typ) && !("crit" in header);
  if (!method || !allowed) return { claims, good: null };
  const over = bytesOf(`${parts[0]}.${parts[1]}`);
  return { claims, good: await signed(base64url(String(method.publicKeyJwk.x)), base64url(parts[2]), over) };
}

/** A list that is past its time, or says none: what happened since then it cannot know. */
export class Stale extends Error {
  constructor(readonly listed: string) { super("an old list"); }
}

function inForce(claims: Claims, now: number): string {
  const [begins, ends] = [Date.parse(String(claims.validFrom)), Date.parse(String(claims.validUntil))];
  if (!(begins < ends && ends <= begins + LIFE && now <= ends)) throw new Stale(String(claims.validFrom ?? ""));
  return String(claims.validFrom);
}

/** What the published lists say of a credential: valid, suspended, ended; and when the (oldest) list was signed.
 * Throws without a connection, where a list is false, and `Stale` where it is past its time. */
export async function standingOf(claims: Claims, keys: Keys): Promise<{ state: string; listed: string }> {
  const entries = (claims.credentialStatus ?? []) as Claims[];
  let listed = "";
  for (const [purpose, state] of MARKS) {
    const entry = entries.find((one) => one.statusPurpose === purpose);
    if (!entry) throw new Error("no status entry");
    const answer = await fetch(new URL(entry.statusListCredential as string).pathname, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`status list: ${answer.status}`);
    const found = await opened((await answer.text()).trim(), keys);
    const list = (found.claims.credentialSubject ?? {}) as Claims;
    if (!found.good || found.claims.id !== entry.statusListCredential || list.statusPurpose !== purpose) throw new Error("a false list");
    const moment = inForce(found.claims, Date.now());
    const bits = await unpacked(base64url(String(list.encodedList).slice(1)), "gzip");
    const place = Number(entry.statusListIndex);
    if (!(place >= 0 && place < bits.length * 8)) throw new Error("outside the list");
    if ((bits[place >> 3] >> (7 - (place & 7))) & 1) return { state, listed: moment };
    if (!listed || Date.parse(moment) < Date.parse(listed)) listed = moment;
  }
  return { state: "valid", listed };
}

async function read(digits: string): Promise<Code> {
  const bytes = fromDigits(digits);
  let at = 0;
  const take = (count: number) => {
    if (at + count > bytes.length) throw new Error("too short");
    at += count;
    return bytes.slice(at - count, at);
  };
  const number = () => {
    let found = 0n;
    for (let place = 0n; place < 9n; place += 1n) {
      const [byte] = take(1);
      found |= BigInt(byte & 127) << (7n * place);
      if (byte < 128) return found;
    }
    throw new Error("too large");
  };
  const short = () => take(take(1)[0]);
  if (take(1)[0] !== 1) throw new Error("another version");
  const [index, size] = [number(), number()];
  const hashes = Array.from({ length: take(1)[0] }, () => take(HASH));
  const origin = text.decode(short());
  const signatures = Array.from({ length: take(1)[0] }, () => {
    const name = text.decode(short()) || origin;
    const blob = short();
    return { name, id: hex(blob.slice(0, 4)), bytes: blob.slice(4) };
  });
  return { leaf: await unpacked(take(bytes.length - at), "deflate-raw"), index, size, hashes, origin, signatures };
}

// The text of the checkpoint that leaf and hashes lead to (RFC 9162, 2.1.3.2).
async function noteOf(code: Code): Promise<string> {
  let [found, at, last] = [await digest(0, code.leaf), code.index, code.size - 1n];
  if (at < 0n || at > last) throw new Error("no such leaf");
  for (const beside of code.hashes) {
    if (last === 0n) throw new Error("too long");
    if (at & 1n || at === last) {
      found = await digest(1, beside, found);
      while (!(at & 1n) && at) [at, last] = [at >> 1n, last >> 1n];
    } else found = await digest(1, found, beside);
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last !== 0n) throw new Error("too short");
  return `${code.origin}\n${code.size}\n${btoa(String.fromCharCode(...found))}\n`;
}

async function all(signatures: Signature[], keys: Key[], note: string): Promise<boolean> {
  for (const one of signatures) {
    const key = keys.find((each) => each.name === one.name && each.id === one.id)!;
    const at = new DataView(one.bytes.buffer, one.bytes.byteOffset);
    const over = key.witness ? `cosignature/v1\ntime ${at.getBigUint64(0)}\n${note}` : note;
    if (!(await signed(key.bytes, key.witness ? one.bytes.slice(8) : one.bytes, bytesOf(over)))) return false;
  }
  return true;
}

function keyOf(vkey: string): Key {
  const [name, id, ...rest] = vkey.split("+");
  const material = base64(rest.join("+"));
  return { name, id, witness: material[0] === 4, bytes: material.slice(1) };
}

async function signed(key: Uint8Array, signature: Uint8Array, said: Uint8Array): Promise<boolean> {
  const imported = await crypto.subtle.importKey("raw", key as BufferSource, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature as BufferSource, said as BufferSource);
}

async function digest(kind: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const said = new Uint8Array([kind, ...parts.flatMap((one) => [...one])]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", said));
}

async function unpacked(packed: Uint8Array, how: CompressionFormat): Promise<Uint8Array> {
  const reader = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream(how)).getReader();
  const parts: Uint8Array[] = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) throw new Error("too large");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

function fromDigits(digits: string): Uint8Array {
  const found: number[] = [];
  const whole = digitsFor(CHUNK);
  for (let at = 0; at < digits.length; at += whole) {
    const chunk = digits.slice(at, at + whole);
    const count = Array.from({ length: CHUNK }, (_, one) => one + 1).find((one) => digitsFor(one) === chunk.length) ?? 0;
    let value = BigInt(chunk);
    if (!count || value >= 1n << BigInt(8 * count)) throw new Error("not bytes");
    const part: number[] = [];
    for (let one = 0; one < count; one += 1, value >>= 8n) part.unshift(Number(value & 255n));
    found.push(...part);
  }
  return Uint8Array.from(found);
}

const digitsFor = (count: number) => ((1n << BigInt(8 * count)) - 1n).toString().length;
const base64 = (said: string) => Uint8Array.from(atob(said), (one) => one.charCodeAt(0));
const base64url = (said: string) => base64(said.replace(/-/g, "+").replace(/_/g, "/"));
const hex = (bytes: Uint8Array) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
