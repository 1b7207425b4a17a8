// Builds what browsers load: node frontend/build.mjs [--watch]. Out: var/assets/static/ (web) and var/assets/fonts/ (documents).
// app.ts and app.css go with every page; each file of frontend/pages/ with the page that names it.
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { context } from "esbuild";
import { lighten } from "./lighten.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assets = join(process.env.SHOUZE_ASSETS ?? join(root, "var", "assets"));
const web = join(assets, "static");
const parts = join(root, "node_modules");

const pages = (await readdir(join(root, "frontend", "pages"))).filter((one) => one.endsWith(".ts"));
const building = await context({
  absWorkingDir: root,
  entryPoints: ["frontend/app.ts", "frontend/app.css", ...pages.map((one) => `frontend/pages/${one}`)],
  outdir: web,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "linked",
  logLevel: "warning",
  plugins: [lighten(/@tabler\/core\/dist\/css\/tabler\.css$/, [
    ...["shouze/audiences", "shouze/site", "frontend"].map((one) => join(root, one)), join(parts, "@tabler", "core", "dist", "js"),
  ])],
  // The small icons of Tabler's style sheet stay inside it as data: images.
  loader: { ".svg": "dataurl" },
});

if (process.argv.includes("--watch")) {
  await building.watch();
} else {
  await building.rebuild();
  await building.dispose();
}

// One sheet of icons, only those that frontend/icons.txt names: <use href="…/icons.svg#name">.
const drawn = (await readFile(join(root, "frontend", "icons.txt"), "utf8")).split("\n").filter((one) => /^[a-z]/.test(one));
const symbols = await Promise.all(drawn.map(async (name) => {
  const icon = await readFile(join(parts, "bootstrap-icons", "icons", `${name}.svg`), "utf8");
  return icon.replace(/<svg[^>]*viewBox="([^"]+)"[^>]*>/, `<symbol id="${name}" viewBox="$1">`).replace("</svg>", "</symbol>");
}));
await writeFile(join(web, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>\n`);

// The reader of PDF: loaded when a paper is opened, with the tables by which Chinese fonts are drawn.
const pdf = join(parts, "pdfjs-dist");
await mkdir(join(web, "pdf"), { recursive: true });
for (const file of ["pdf.min.mjs", "pdf.worker.min.mjs"]) await copyFile(join(pdf, "build", file), join(web, "pdf", file));
for (const folder of ["cmaps", "standard_fonts", "wasm"]) await cp(join(pdf, folder), join(web, "pdf", folder), { recursive: true });

// Browsers use the reader's own Chinese font; the two files are for the certificates and letters alone.
const font = join(parts, "@expo-google-fonts", "noto-sans-sc");
await mkdir(join(assets, "fonts"), { recursive: true });
for (const [weight, file] of [["400Regular", "NotoSansSC_400Regular.ttf"], ["700Bold", "NotoSansSC_700Bold.ttf"]]) {
  await copyFile(join(font, weight, file), join(assets, "fonts", file));
}

// Each text beside itself as Brotli and as gzip: the server sends what the browser takes. Last of all, so that no twin is
// older than what it holds.
const PACKED = new Set([".css", ".js", ".mjs", ".svg", ".wasm"]);
const brotli = (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const packed = (await readdir(web, { recursive: true })).filter((one) => PACKED.has(extname(one)));
await Promise.all(packed.map(async (one) => {
  const bytes = await readFile(join(web, one));
  await writeFile(join(web, `${one}.br`), await brotli(bytes));
  await writeFile(join(web, `${one}.gz`), await promisify(gzip)(bytes, { level: 9 }));
}));
