// The page of a certificate: it may be seen again without a connection, told as what it is (see worker.ts).
if ("serviceWorker" in navigator && window.isSecureContext) {
  void navigator.serviceWorker.register("/c/worker.js", { scope: "/c/" }).then(async () => {
    const worker = (await navigator.serviceWorker.ready).active;
    // The first visit came before the worker: it is told which page and which of our own files to keep.
    const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
    worker?.postMessage({ page: window.location.href, files });
  });
}

const note = document.querySelector<HTMLElement>("[data-offline-note]");
if (note && !note.hidden) document.documentElement.classList.add("offline");
