// Leaves out of the framework's style sheet the rules for classes that no page of the house can have: each class that a
// selector needs must stand, as a word, in some template, script or Python file. Our own sheets are taken whole.
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const READ = new Set([".html", ".py", ".ts", ".mjs", ".js"]);
// Classes that are put together when a page is made (badge, alert), or by the framework's own script while it is read.
const MADE = /^((bg|text)-[a-z]+-lt(-fg)?|alert-[a-z]+|btn-[a-z]+|show|showing|hiding|fade|collapsing|collapsed|active|disabled|modal-.*|offcanvas-.*|dropdown-.*)$/;
const KEPT = "@property @font-face @page @charset @import";

async function words(folder, found) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !READ.has(extname(entry.name))) continue;
    const text = await readFile(join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const word of text.match(/[\w-]+/g) ?? []) found.add(word);
  }
}

// [prelude, body or null] of each statement of a style sheet; comments are gone, strings and brackets are respected.
function* statements(css) {
  let start = 0, depth = 0, open = 0;
  for (let place = 0; place < css.length; place++) {
    const mark = css[place];
    if (mark === '"' || mark === "'") {
      while (css[++place] !== mark) if (css[place] === "\\") place++;
    } else if (mark === "(" ) {
      // url(data:…;…) holds what would end a statement elsewhere
      for (let inside = 1; inside;) {
        const next = css[++place];
        if (next === "\\") place++;
        else if (next === '"' || next === "'") { while (css[++place] !== next) if (css[place] === "\\") place++; }
        else inside += next === "(" ? 1 : next === ")" ? -1 : 0;
      }
    } else if (mark === "{") { if (depth++ === 0) open = place; }
    else if (mark === "}") {
      if (--depth === 0) { yield [css.slice(start, open).trim(), css.slice(open + 1, place)]; start = place + 1; }
    } else if (mark === ";" && depth === 0) { yield [css.slice(start, place + 1).trim(), null]; start = place + 1; }
  }
}

// What stands in :not(…), :is(…) and :where(…) is not needed for a selector to hold: only classes outside brackets count.
function holds(selector, known) {
  let outside = selector;
  for (let before = ""; before !== outside;) { before = outside; outside = outside.replace(/\([^()]*\)/g, ""); }
  return (outside.match(/\.(?:\\.|[\w-])+/g) ?? []).every((one) => {
    const name = one.slice(1).replace(/\\/g, "");
    return known.has(name) || MADE.test(name);
  });
}

function parts(prelude) {
  const found = [];
  let depth = 0, from = 0;
  for (let place = 0; place < prelude.length; place++) {
    if (prelude[place] === "(" || prelude[place] === "[") depth++;
    else if (prelude[place] === ")" || prelude[place] === "]") depth--;
    else if (prelude[place] === "," && depth === 0) { found.push(prelude.slice(from, place)); from = place + 1; }
  }
  return [...found, prelude.slice(from)];
}

function lighter(css, known) {
  let kept = "";
  for (const [prelude, body] of statements(css)) {
    if (body === null || KEPT.includes(prelude.split(/[\s{]/)[0]) || prelude.startsWith("@keyframes")) {
      kept += body === null ? prelude : `${prelude}{${body}}`;
    } else if (prelude.startsWith("@")) {
      const inner = lighter(body, known);
      if (inner) kept += `${prelude}{${inner}}`;
    } else {
      const left = parts(prelude).filter((one) => holds(one, known));
      if (left.length) kept += `${left.join(",")}{${body}}`;
    }
  }
  return kept;
}

// A plugin of esbuild: `sheets` are the style sheets to be lightened, `folders` where classes are used.
export function lighten(sheets, folders) {
  return { name: "lighten", setup(build) {
    build.onLoad({ filter: sheets }, async ({ path }) => {
      const known = new Set();
      for (const folder of folders) await words(folder, known);
      const css = (await readFile(path, "utf8")).replace(/\/\*[^]*?\*\//g, "");
      return { contents: lighter(css, known), loader: "css" };
    });
  } };
}
