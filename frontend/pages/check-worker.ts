// The service worker of the page /check, and of nothing else: opened once, it checks codes and credentials without a
// connection. Page and keys come from the house whenever it can be reached. In the build this file is served as /check-worker.js.
interface Lifetime { waitUntil(done: Promise<unknown>): void }
interface Asked extends Event { request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: string, listener: (event: never) => void): void;
}

const scope = self as unknown as Scope;
const KEPT = "shouze-check-1";
const PAGE = "/check";

scope.addEventListener("install", (event: Event & Lifetime) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request(PAGE, { credentials: "same-origin" }))).then(() => scope.skipWaiting()));
});
scope.addEventListener("activate", (event: Event & Lifetime) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("message", (event: MessageEvent<{ files: string[] }> & Lifetime) => event.waitUntil(keepFiles(event.data.files)));
scope.addEventListener("fetch", (event: Asked) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE || url.pathname.startsWith("/static/")) event.respondWith(first(request, url));
});

async function keepFiles(files: string[]): Promise<void> {
  const kept = await caches.open(KEPT);
  for (const one of files) if (!(await kept.match(one))) await kept.add(one).catch(() => undefined);
}

async function first(request: Request, url: URL): Promise<Response> {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(url.pathname === PAGE ? PAGE : request, answer.clone());
    return answer;
  } catch {
    return (await kept.match(url.pathname === PAGE ? PAGE : request, { ignoreVary: true, ignoreSearch: true })) ?? Response.error();
  }
}
