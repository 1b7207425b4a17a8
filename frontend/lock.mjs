// Takes from package-lock.json what names a host (sponsors' addresses), and the drawing board on which the reader of
// PDF would draw outside a browser: its parts for other machines are not in every index, and then `npm ci` refuses.
// What is left pins versions and digests.
import { readFile, writeFile } from "node:fs/promises";

const BOARD = "@napi-rs/canvas";
const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
for (const [place, entry] of Object.entries(lock.packages)) {
  delete entry.funding;
  delete entry.resolved;
  if (place.startsWith(`node_modules/${BOARD}`)) delete lock.packages[place];
  if (entry.optionalDependencies?.[BOARD]) delete entry.optionalDependencies;
}
await writeFile("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
