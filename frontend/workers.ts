// What the service workers of the public pages share: the browser's own types for them, which the library for pages lacks,
// and a store of answers that gives what the house says whenever it can be reached.
interface Lifetime { waitUntil(done: Promise<unknown>): void }
export interface Asked extends Event { request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: string, listener: (event: never) => void): void;
}

export const scope = self as unknown as Scope;

// What is done when something happens; the worker is kept alive until it is done. A message has its content in ``data``.
export function when(kind: "install" | "activate" | "message", doing: (event: MessageEvent) => Promise<unknown>): void {
  scope.addEventListener(kind, (event: MessageEvent & Lifetime) => event.waitUntil(doing(event)));
}

// Keeps files that are not kept yet; one that cannot be fetched is left out.
export async function keepFiles(store: string, files: string[]): Promise<void> {
  const kept = await caches.open(store);
  for (const one of files) if (!(await kept.match(one))) await kept.add(one).catch(() => undefined);
}

// From the network, else as last seen. ``as``: under what it is kept.
export async function freshOrKept(store: string, request: Request, as: Request | string): Promise<Response> {
  const kept = await caches.open(store);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(as, answer.clone());
    return answer;
  } catch {
    return (await kept.match(as, { ignoreVary: true, ignoreSearch: true })) ?? Response.error();
  }
}
