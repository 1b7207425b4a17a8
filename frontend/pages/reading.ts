// Papers are read beside the page: a link with data-paper opens here. The reader of PDF is loaded with the first PDF.
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy, RenderTask } from "pdfjs-dist";

type Reader = typeof import("pdfjs-dist");
interface Leaf { box: HTMLElement; page?: PDFPageProxy; task?: RenderTask; scale: number; text?: string }

const panel = document.getElementById("reading");
if (panel) offer(panel);

function offer(root: HTMLElement): void {
  const body = root.querySelector<HTMLElement>("[data-reading-body]")!;
  let links: HTMLAnchorElement[] = [];
  let here = -1;
  let opener: HTMLElement | null = null;
  let shown: Shown | null = null;
  let asked = 0;

  // The same paper is often named twice on a page: it is one step.
  function collect(): void {
    const seen = new Set<string>();
    links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-paper]")].filter((one) => {
      const paper = one.dataset.paper!;
      return !one.closest("#reading") && !seen.has(paper) && seen.add(paper);
    });
  }

  async function open(address: string): Promise<void> {
    collect();
    here = links.findIndex((one) => address.startsWith(one.dataset.paper!));
    root.hidden = false;
    document.documentElement.classList.add("reading-open");
    place();
    shown?.end();
    shown = null;
    const turn = ++asked;
    body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (turn !== asked) return;
      // Our own page's part: escaped by the server, and no script in it would run.
      body.innerHTML = text;
      body.scrollTop = 0;
      shown = begin(root, body);
    } catch {
      body.textContent = root.dataset.lost ?? "";
    } finally {
      body.removeAttribute("aria-busy");
    }
    for (const one of links) one.classList.toggle("being-read", one.dataset.paper === links[here]?.dataset.paper);
  }

  function place(): void {
    root.querySelector("[data-reading-place]")!.textContent = here < 0 ? "" : `${here + 1} / ${links.length}`;
    root.querySelector<HTMLButtonElement>("[data-reading=previous]")!.disabled = here <= 0;
    root.querySelector<HTMLButtonElement>("[data-reading=next]")!.disabled = here < 0 || here >= links.length - 1;
  }

  function step(by: number): void {
    const next = links[here + by];
    if (next) void open(next.dataset.paper!);
  }

  function close(): void {
    shown?.end();
    shown = null;
    asked += 1;
    root.hidden = true;
    body.textContent = "";
    document.documentElement.classList.remove("reading-open");
    for (const one of links) one.classList.remove("being-read");
    const back = links[here] ?? opener;
    (opener?.isConnected ? opener : back)?.focus();
  }

  document.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[data-paper]");
    // A key held down means: I want it my own way (another window, a download).
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    opener = link;
    void open(link.dataset.paper!).then(() => root.focus());
  });
  root.addEventListener("click", (event) => {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-reading],[data-leaf]");
    if (!pressed) return;
    if (pressed.dataset.leaf !== undefined) {
      event.preventDefault();
      void open(pressed.getAttribute("href")!);
    } else if (pressed.dataset.reading === "close") close();
    else step(pressed.dataset.reading === "next" ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    if (root.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return close();
    if ((event.target as HTMLElement).closest("input,textarea,select")) return;
    if (event.key === "[" || event.key === "]") {
      event.preventDefault();
      step(event.key === "]" ? 1 : -1);
    } else if (shown && (event.key === "+" || event.key === "=" || event.key === "-")) {
      event.preventDefault();
      shown.zoom(event.key === "-" ? 1 / 1.25 : 1.25);
    }
  });
}

interface Shown { end(): void; zoom(by: number): void }

function begin(root: HTMLElement, body: HTMLElement): Shown {
  for (const one of body.querySelectorAll<HTMLElement>("[data-needs-script]")) one.hidden = false;
  const pages = body.querySelector<HTMLElement>("[data-pdf-source]");
  const picture = body.querySelector<HTMLImageElement>(".picture-box img");
  if (pages) return paper(root, body, pages);
  if (picture) return image(body, picture);
  return { end: () => undefined, zoom: () => undefined };
}

function image(body: HTMLElement, picture: HTMLImageElement): Shown {
  let zoom = 1, turn = 0;
  const draw = (): void => {
    picture.style.width = `${Math.round(zoom * 100)}%`;
    picture.style.rotate = `${turn}deg`;
  };
  const shown = { end: () => undefined, zoom: (by: number) => { zoom = Math.min(8, Math.max(0.2, zoom * by)); draw(); } };
  body.addEventListener("click", (event) => {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-picture]")?.dataset.picture;
    if (pressed === "turn") { turn = (turn + 90) % 360; draw(); }
    else if (pressed) shown.zoom(pressed === "in" ? 1.25 : 1 / 1.25);
  });
  return shown;
}

// One PDF: its pages are drawn when they come into view and let go when they are far away.
function paper(root: HTMLElement, body: HTMLElement, box: HTMLElement): Shown {
  let reader: Reader | null = null;
  let loading: PDFDocumentLoadingTask | null = null;
  let pdf: PDFDocumentProxy | null = null;
  let zoom = 1, ended = false;
  const leaves: Leaf[] = [];
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) {
      const leaf = leaves[Number((one.target as HTMLElement).dataset.number) - 1];
      if (one.isIntersecting) void draw(leaf); else forget(leaf);
    }
  }, { root: box, rootMargin: "100% 0px" });
  const number = body.querySelector("[data-pdf-page]");

  async function load(): Promise<void> {
    const source = new URL(root.dataset.pdf!, location.href);
    const files = new URL(".", source).href;
    reader = await import(source.href) as Reader;
    reader.GlobalWorkerOptions.workerSrc = new URL(root.dataset.pdfWorker!, location.href).href;
    loading = reader.getDocument({
      url: box.dataset.pdfSource!,
      cMapUrl: `${files}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${files}standard_fonts/`,
      wasmUrl: `${files}wasm/`,
      // The content security policy lets no code be made at run time, that of WebAssembly included.
      useWasm: false,
      isEvalSupported: false,
      enableXfa: false,
    } as Parameters<Reader["getDocument"]>[0]);
    pdf = await loading.promise;
    if (ended) return;
    box.querySelector("[data-pdf-waiting]")?.remove();
    const first = await pdf.getPage(1);
    const natural = first.getViewport({ scale: 1 });
    zoom = Math.max(0.3, (box.clientWidth - 24) / natural.width);
    for (let one = 1; one <= pdf.numPages; one += 1) {
      const leaf: Leaf = { box: document.createElement("div"), scale: 0 };
      leaf.box.className = "pdf-page";
      leaf.box.dataset.number = String(one);
      leaf.box.setAttribute("role", "group");
      leaf.box.setAttribute("aria-label", words(one));
      size(leaf, natural.width, natural.height);
      leaves.push(leaf);
      box.append(leaf.box);
      near.observe(leaf.box);
    }
    tell();
  }

  function words(one: number): string {
    return (root.dataset.pageWords ?? "{n} / {all}").replace("{n}", String(one)).replace("{all}", String(pdf?.numPages ?? ""));
  }

  function size(leaf: Leaf, width: number, height: number): void {
    leaf.box.style.width = `${width * zoom}px`;
    leaf.box.style.height = `${height * zoom}px`;
    leaf.box.style.setProperty("--total-scale-factor", String(zoom));
    leaf.box.style.setProperty("--scale-round-x", "1px");
    leaf.box.style.setProperty("--scale-round-y", "1px");
  }

  async function draw(leaf: Leaf): Promise<void> {
    if (ended || !pdf || !reader || leaf.scale === zoom) return;
    const scale = leaf.scale = zoom;
    leaf.page ??= await pdf.getPage(Number(leaf.box.dataset.number));
    const viewport = leaf.page.getViewport({ scale });
    const natural = leaf.page.getViewport({ scale: 1 });
    size(leaf, natural.width, natural.height);
    const canvas = document.createElement("canvas");
    const fine = Math.min(window.devicePixelRatio || 1, 3);
    canvas.width = Math.floor(viewport.width * fine);
    canvas.height = Math.floor(viewport.height * fine);
    canvas.setAttribute("aria-hidden", "true");
    leaf.task?.cancel();
    leaf.task = leaf.page.render({ canvas, viewport, transform: fine === 1 ? undefined : [fine, 0, 0, fine, 0, 0] });
    const layer = document.createElement("div");
    layer.className = "textLayer";
    try {
      await leaf.task.promise;
      await new reader.TextLayer({ textContentSource: leaf.page.streamTextContent(), container: layer, viewport }).render();
    } catch {
      return;
    }
    if (leaf.scale !== scale || ended) return;
    leaf.box.replaceChildren(canvas, layer);
    leaf.box.dataset.drawn = "";
    mark(leaf);
  }

  function forget(leaf: Leaf): void {
    leaf.task?.cancel();
    leaf.task = undefined;
    leaf.scale = 0;
    leaf.box.replaceChildren();
    delete leaf.box.dataset.drawn;
    leaf.page?.cleanup();
  }

  function current(): number {
    const middle = box.getBoundingClientRect().top + box.clientHeight / 3;
    const found = leaves.findIndex((one) => one.box.getBoundingClientRect().bottom > middle);
    return Math.max(0, found);
  }
  function tell(): void {
    if (number && leaves.length) number.textContent = words(current() + 1);
  }
  box.addEventListener("scroll", tell, { passive: true });

  // Search: the text of every page, page after page; hits are marked in the layer of text where it is drawn.
  let sought = "", hits: number[] = [], hit = -1;
  async function find(text: string): Promise<void> {
    const told = body.querySelector<HTMLElement>("[data-pdf-found]");
    if (!pdf || !text) { sought = ""; leaves.forEach(mark); if (told) told.textContent = ""; return; }
    if (text !== sought) {
      sought = text;
      hits = [];
      hit = -1;
      for (const [place, leaf] of leaves.entries()) {
        leaf.page ??= await pdf.getPage(place + 1);
        leaf.text ??= (await leaf.page.getTextContent()).items.map((one) => ("str" in one ? one.str : "")).join("");
        if (ended || text !== sought) return;
        const many = leaf.text.toLowerCase().split(text.toLowerCase()).length - 1;
        for (let one = 0; one < many; one += 1) hits.push(place);
      }
      leaves.forEach(mark);
    }
    if (told) told.textContent = hits.length ? (root.dataset.foundWords ?? "{n}").replace("{n}", String(hits.length)) : root.dataset.noneWords ?? "";
    if (!hits.length) return;
    hit = (hit + 1) % hits.length;
    leaves[hits[hit]].box.scrollIntoView({ block: "start" });
  }
  function mark(leaf: Leaf): void {
    for (const one of leaf.box.querySelectorAll<HTMLElement>(".textLayer span")) {
      one.classList.toggle("hit", Boolean(sought) && (one.textContent ?? "").toLowerCase().includes(sought.toLowerCase()));
    }
  }

  body.addEventListener("submit", onSearch);
  function onSearch(event: Event): void {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-pdf-search]");
    if (!form) return;
    event.preventDefault();
    void find(form.querySelector<HTMLInputElement>("input")!.value.trim());
  }
  body.addEventListener("click", onPress);
  function onPress(event: Event): void {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("[data-pdf]")?.dataset.pdf;
    if (pressed === "in" || pressed === "out") shown.zoom(pressed === "in" ? 1.25 : 1 / 1.25);
  }

  const shown: Shown = {
    end(): void {
      ended = true;
      near.disconnect();
      body.removeEventListener("submit", onSearch);
      body.removeEventListener("click", onPress);
      void loading?.destroy();
    },
    zoom(by: number): void {
      const at = current();
      zoom = Math.min(5, Math.max(0.3, zoom * by));
      for (const leaf of leaves) {
        const natural = leaf.page?.getViewport({ scale: 1 }) ?? leaves[0].page?.getViewport({ scale: 1 });
        if (natural) size(leaf, natural.width, natural.height);
        if (leaf.scale) void draw(leaf);
      }
      leaves[at]?.box.scrollIntoView({ block: "start" });
    },
  };
  load().catch(() => { if (!ended) box.textContent = root.dataset.lost ?? ""; });
  return shown;
}

// A paper that is a page of its own is shown there.
const own = document.querySelector<HTMLElement>(".reading-page");
const folded = own?.closest("details");
if (own && panel && (!folded || folded.open)) begin(panel, own);
else if (own && panel) folded?.addEventListener("toggle", () => begin(panel, own), { once: true });
