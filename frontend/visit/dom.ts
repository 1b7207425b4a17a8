// Elements made in one line: make("p", { class: "x", onclick: f }, "words", element). No markup is ever parsed.
type Child = Node | string | null | undefined | false;
type Given = Record<string, unknown>;

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, given: Given = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) set(element, name, value);
  element.append(...children.filter((one): one is Node | string => Boolean(one)));
  return element;
}

function set(element: HTMLElement, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
  else if (name === "value") (element as HTMLInputElement).value = String(value);
  else if (value === true) element.setAttribute(name, "");
  else element.setAttribute(name, String(value));
}

const SVG = "http://www.w3.org/2000/svg";
const sheet = (document.querySelector<HTMLElement>("[data-icons]")?.dataset.icons) ?? "/static/icons.svg";

/** An icon of the sheet; words always stand beside it. */
export function icon(name: string): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sheet}#${name}`);
  drawn.append(use);
  return drawn;
}

export function find<T extends HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`nothing on the page is ${selector}`);
  return found;
}
