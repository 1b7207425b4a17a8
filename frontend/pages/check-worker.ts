// The service worker of the page /check, and of nothing else: opened once, it checks codes and credentials without a
// connection. Page and keys come from the house whenever it can be reached. In the build this file is served as /check-worker.js.
import { type Asked, freshOrKept, keepFiles, type Lifetime, scope } from "../workers";

const KEPT = "shouze-check-1";
const PAGE = "/check";

scope.addEventListener("install", (event: Event & Lifetime) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request(PAGE, { credentials: "same-origin" }))).then(() => scope.skipWaiting()));
});
scope.addEventListener("activate", (event: Event & Lifetime) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("message", (event: MessageEvent<{ files: string[] }> & Lifetime) => event.waitUntil(keepFiles(KEPT, event.data.files)));
scope.addEventListener("fetch", (event: Asked) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(freshOrKept(KEPT, request, PAGE));
  else if (url.pathname.startsWith("/static/")) event.respondWith(freshOrKept(KEPT, request));
});
