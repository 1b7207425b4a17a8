// Reads the QR code of a grey picture (PGM) with the reader of our own pages: node read_code.mjs FILE
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const made = await build({ entryPoints: [`${root}frontend/qr.ts`], absWorkingDir: root, bundle: true, write: false, format: "esm", platform: "node" });
const { readCode } = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);

const file = readFileSync(process.argv[2]);
const [, width, height] = file.subarray(0, 40).toString("latin1").match(/^P5\s+(\d+)\s+(\d+)\s+255\s/).map(Number);
const found = readCode(Uint8ClampedArray.from(file.subarray(file.length - width * height)), width, height);
console.log(found ?? "no code was read");
process.exitCode = found ? 0 : 1;
