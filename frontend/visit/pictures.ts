// Photographs: made smaller on the phone (unless the original is wished), named by their content, kept on the shelf.
import { keepPicture } from "./shelf";

const LONGEST = 1600;
const QUALITY = 0.82;
/** Below this a picture is sent as it is, in bytes. */
const SMALL = 300_000;

export async function digestOf(content: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return `sha256:${[...hash].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

/** Keeps a file on the phone and returns its digest. */
export async function keep(visit: string, content: Blob, name: string): Promise<string> {
  const bytes = await content.arrayBuffer();
  const digest = await digestOf(bytes);
  await keepPicture({ digest, visit, content: bytes, type: content.type, name, sent: false });
  return digest;
}

/** Keeps a photograph, smaller than it was taken unless ``original``; what cannot be drawn is kept as it is. */
export async function keepPhoto(visit: string, file: File, original: boolean): Promise<string> {
  const sent = original || file.size <= SMALL ? file : ((await shrunk(file)) ?? file);
  const kind = sent.type === "image/png" ? "png" : "jpg";
  return keep(visit, sent, `photo-${Date.now()}.${kind}`);
}

async function shrunk(file: File): Promise<Blob | null> {
  try {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(drawn.width * scale);
    canvas.height = Math.round(drawn.height * scale);
    canvas.getContext("2d")?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : null;
  } catch {
    return null;
  }
}
