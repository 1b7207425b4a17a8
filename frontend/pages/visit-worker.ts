// The worker of /staff/visits/: keeps the files of these pages by their content, and shows a page that was taken along
// when there is no connection. ``self.files`` (address → SHA-256) stands above this text; the house writes it there.
export {};

declare const self: ServiceWorkerGlobalScope & { files: Record<string, string> };

const PAGES = "visit-pages";
const FILES = "visit-files-";
const PATIENCE = 5_000;
const PAGE = /^\/staff\/visits\/([0-9a-f-]{36}\/)?$/;
const kept = Object.entries(self.files);
const ours = new Set(kept.map(([address]) => new URL(address, location.origin).pathname));
const name = FILES + kept.map(([, digest]) => digest.slice(0, 12)).join("-");

self.addEventListener("install", (event) => {
  event.waitUntil(keepFiles().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (ours.has(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(request, url.pathname));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(name);
  for (const [address, digest] of kept) {
    const response = await fetch(address, { cache: "reload" });
    if (!response.ok || (await sha256(await response.clone().arrayBuffer())) !== digest) throw new Error(`${address} is not what it should be`);
    await cache.put(address, response);
  }
}

async function dropOld(): Promise<void> {
  for (const one of await caches.keys()) if (one.startsWith(FILES) && one !== name) await caches.delete(one);
}

/** A file of exactly this version from the shelf; else from the house; without a connection the version that is there. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const exact = await cache.match(request);
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (error) {
    const other = await cache.match(request, { ignoreSearch: true });
    if (other) return other;
    throw error;
  }
}

async function page(request: Request, address: string): Promise<Response> {
  const cache = await caches.open(PAGES);
  const taken = await cache.match(address);
  if (!taken) return fetch(request);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status >= 500) return taken;
    if (response.ok && !response.redirected && response.type === "basic") await cache.put(address, response.clone());
    return response;
  } catch {
    return taken;
  }
}

async function sha256(content: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...hash].map((one) => one.toString(16).padStart(2, "0")).join("");
}
