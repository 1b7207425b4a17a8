// Builds what browsers load: node frontend/build.mjs [--watch]. Out: var/assets/static/ (web) and var/assets/fonts/ (documents).
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assets = join(process.env.SHOUZE_ASSETS ?? join(root, "var", "assets"));

const building = await context({
  absWorkingDir: root,
  entryPoints: ["frontend/app.ts", "frontend/app.css"],
  outdir: join(assets, "static"),
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021"],
  legalComments: "linked",
  logLevel: "warning",
  // The small icons of Tabler's style sheet stay inside it as data: images.
  loader: { ".svg": "dataurl" },
});

if (process.argv.includes("--watch")) {
  await building.watch();
} else {
  await building.rebuild();
  await building.dispose();
}

// Browsers use the reader's own Chinese font; the two files are for the certificates and letters alone.
const font = join(root, "node_modules", "@expo-google-fonts", "noto-sans-sc");
await mkdir(join(assets, "fonts"), { recursive: true });
for (const [weight, file] of [["400Regular", "NotoSansSC_400Regular.ttf"], ["700Bold", "NotoSansSC_700Bold.ttf"]]) {
  await copyFile(join(font, weight, file), join(assets, "fonts", file));
}
