// The service worker of public certificate pages, and of nothing else: its reach is /c/. With a connection every page
// comes from the house; without one, a page that was seen in the last seven days is shown with its own note that it is
// old. Pages there hold nothing personal and set no cookie.
// In the build this file is served as /c/worker.js.
import { type Asked, freshOrKept, keepFiles, scope, when } from "../workers";

interface Told { page: string; files: string[] }

const PAGES = "shouze-certificates-1";
const FILES = "shouze-files-1";
const OFFLINE = "/c/offline";
const CERTIFICATE = /^\/c\/20\d{14}$/;
const KEPT_DAYS = 7;
const MOST_PAGES = 30;
const SEEN = "X-Seen-At";

when("install", () => keepOffline().then(() => scope.skipWaiting()));
when("activate", () => forgetOthers().then(() => scope.clients.claim()));
when("message", (event: MessageEvent<Told>) => keepFirst(event.data));
scope.addEventListener("fetch", (event: Asked) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && CERTIFICATE.test(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(freshOrKept(FILES, request, request)); // our own built files: the same for everybody
});

async function keepOffline(): Promise<void> {
  await (await caches.open(FILES)).add(new Request(OFFLINE, { credentials: "omit" }));
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("shouze-") && name !== PAGES && name !== FILES) await caches.delete(name);
  }
}

async function keepFirst(told: Told): Promise<void> {
  const url = new URL(told.page);
  if (url.origin !== location.origin || !CERTIFICATE.test(url.pathname)) return;
  const answer = await fetch(told.page);
  if (answer.ok) await keep(new Request(told.page), answer);
  await keepFiles(FILES, told.files);
}

// A page always comes from the house when it can be reached, and is never shown as new when it cannot.
async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) await keep(request, answer.clone());
    else if (answer.status === 404) await (await caches.open(PAGES)).delete(request, { ignoreVary: true });
    return answer;
  } catch {
    return old(request);
  }
}

async function keep(request: Request, answer: Response): Promise<void> {
  const pages = await caches.open(PAGES);
  const headers = new Headers(answer.headers);
  headers.set(SEEN, String(Date.now()));
  // Read wholly before the older one goes: a line that is cut half-way loses nothing that was kept.
  const text = await answer.text();
  await pages.delete(request, { ignoreVary: true });
  await pages.put(request, new Response(text, { status: 200, headers }));
  const kept = await pages.keys();
  for (const one of kept.slice(0, Math.max(0, kept.length - MOST_PAGES))) await pages.delete(one);
}

async function old(request: Request): Promise<Response> {
  const pages = await caches.open(PAGES);
  // An answer about one model is none about another: the very page, or the certificate's page without a model.
  const found = (await pages.match(request, { ignoreVary: true })) ?? (await pages.match(new URL(request.url).pathname, { ignoreVary: true }));
  const age = Date.now() - Number(found?.headers.get(SEEN) ?? 0);
  if (!found || age > KEPT_DAYS * 86_400_000) return (await caches.match(OFFLINE, { ignoreVary: true })) ?? Response.error();
  // The note stands in the page, hidden: it is uncovered here, so that no script need run for it to be seen.
  const text = (await found.text()).replace("data-offline-note hidden", "data-offline-note").replace("<html ", '<html class="offline" ');
  return new Response(text, { status: 200, headers: found.headers });
}
