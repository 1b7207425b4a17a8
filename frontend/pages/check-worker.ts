// The service worker of the page /check, and of nothing else: opened once, it checks codes and credentials without a
// connection. Page and keys come from the house whenever it can be reached. In the build this file is served as /check-worker.js.
import { type Asked, freshOrKept, keepFiles, scope, when } from "../workers";

const KEPT = "shouze-check-1";
const PAGE = "/check";

when("install", () => caches.open(KEPT).then((kept) => kept.add(new Request(PAGE, { credentials: "same-origin" }))).then(() => scope.skipWaiting()));
when("activate", () => scope.clients.claim());
when("message", (event: MessageEvent<{ files: string[] }>) => keepFiles(KEPT, event.data.files));
scope.addEventListener("fetch", (event: Asked) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === PAGE || url.pathname.startsWith("/static/")) event.respondWith(freshOrKept(KEPT, request, url.pathname === PAGE ? PAGE : request));
});
