// The page /scan: a code before the camera, or in a picture, becomes a question to our own search. Pictures stay here.
import { BrowserMultiFormatReader, type IScannerControls } from "@zxing/browser";
import { BarcodeFormat, DecodeHintType } from "@zxing/library";

const LARGEST = 1600;
const page = document.querySelector<HTMLElement>("[data-scan]");
if (page) prepare(page);

function prepare(page: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string) => page.querySelector<T>(`[data-${name}]`)!;
  const words = part("words").dataset;
  const [status, frame, video, start, stop] = [part("status"), part("frame"), part<HTMLVideoElement>("video"), part("start"), part("stop")];
  let controls: IScannerControls | undefined;

  const say = (text?: string) => { status.textContent = text ?? ""; };
  const found = (text: string) => {
    say(`${words.found ?? ""} ${text}`);
    controls?.stop();
    // The code for checking offline is checked in the browser, and never sent as a question.
    const held = /\/check(#1\.\d+)$/.exec(text);
    if (held) return window.location.assign(`/check${held[1]}`);
    window.location.assign(`${page.dataset.search}?q=${encodeURIComponent(text)}`);
  };
  const close = () => {
    controls?.stop();
    controls = undefined;
    frame.hidden = stop.hidden = true;
    start.hidden = false;
  };

  start.addEventListener("click", async () => {
    if (!window.isSecureContext || !navigator.mediaDevices) return say(words.insecure);
    say(words.asking);
    frame.hidden = stop.hidden = false;
    start.hidden = true;
    try {
      const asked = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };
      controls = await reader().decodeFromConstraints(asked, video, (result) => { if (result) found(result.getText()); });
      say(words.looking);
    } catch (refused) {
      close();
      say((refused as Error).name === "NotAllowedError" ? words.refused : words.none);
    }
  });
  stop.addEventListener("click", () => { close(); say(""); });

  const picture = part<HTMLInputElement>("picture");
  const look = async () => {
    const file = picture.files?.[0];
    if (!file) return;
    say(words.looking);
    const text = await read(file);
    if (text) found(text); else say(words.unread);
  };
  picture.addEventListener("change", look);
  void look(); // a picture chosen before this script ran
}

function reader(): BrowserMultiFormatReader {
  const formats = [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128, BarcodeFormat.CODE_39, BarcodeFormat.EAN_13, BarcodeFormat.DATA_MATRIX];
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, formats], [DecodeHintType.TRY_HARDER, true]]);
  return new BrowserMultiFormatReader(hints, { delayBetweenScanAttempts: 120 });
}

// A large photograph is read at two sizes: fine print is lost when it is small, noise is lost with it.
async function read(file: File): Promise<string | null> {
  let picture: ImageBitmap;
  try { picture = await createImageBitmap(file); } catch { return null; }
  for (const largest of [LARGEST, LARGEST / 2, LARGEST * 2]) {
    const scale = Math.min(1, largest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    try { return reader().decodeFromCanvas(canvas).getText(); } catch { /* not found at this size */ }
  }
  return null;
}
