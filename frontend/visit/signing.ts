// Signatures on glass; who cannot draw signs by his typed name.
import SignaturePad from "signature_pad";

import { type Desk, notes, signatures, stateOf, takeDown, words } from "./desk";
import { icon, make } from "./dom";
import { photos, whereabouts } from "./pieces";
import { keep } from "./pictures";
import { moment, read, say } from "./words";

export function signScreen(desk: Desk, saved: () => void): HTMLElement {
  return make("div", {},
    make("h2", { tabindex: "-1" }, say("签字", "Signatures")),
    make("p", {}, say(`所签内容：本机所知的 ${notes(desk).length} 条检查记录。`, `What is signed: the ${notes(desk).length} notes known to this phone.`)),
    make("div", { "data-signed": true }, ...signed(desk)),
    stateOf(desk) === "open" ? pad(desk, saved) : null);
}

/** The signatures so far. */
export function signed(desk: Desk): HTMLElement[] {
  return signatures(desk).map((one) => make("article", { class: "visit-note" },
      make("div", { class: "visit-note-head" }, make("strong", {}, one.name), read(words(desk.parcel.checklist.roles, one.role)), one.position),
      one.image ? photos(desk, [one.image], say("签名", "signature")) : make("p", { class: "visit-typed" }, one.name),
      make("p", { class: "visit-when" }, moment(one.happened_at)),
      one.item ? whereabouts(one.item) : null));
}

function pad(desk: Desk, saved: () => void): HTMLElement {
  const canvas = make("canvas", { class: "visit-pad", role: "img", "aria-label": say("手写签名区", "Area for the signature") });
  const drawing = new SignaturePad(canvas, { backgroundColor: "rgb(255, 255, 255)", penColor: "rgb(16, 41, 74)" });
  new ResizeObserver(() => fit(canvas, drawing)).observe(canvas);
  const role = make("select", { class: "form-select", id: "sign-role" }, ...desk.parcel.checklist.roles.map((one) => make("option", { value: one.code }, read(one.words))));
  const name = make("input", { class: "form-control", id: "sign-name", maxlength: "100", autocomplete: "off", value: desk.parcel.person.name });
  const position = make("input", { class: "form-control", id: "sign-position", maxlength: "100", autocomplete: "off" });
  role.addEventListener("change", () => { name.value = role.value === "inspector" ? desk.parcel.person.name : ""; });
  const typed = make("input", { type: "checkbox", class: "form-check-input", id: "sign-typed" });
  const drawn = make("div", {}, canvas, make("button", { class: "btn btn-sm", type: "button", onclick: () => drawing.clear() }, icon("arrow-clockwise") as unknown as Node, say("重写", "Clear")));
  typed.addEventListener("change", () => { drawn.hidden = typed.checked; });
  const said = make("p", { class: "visit-said", role: "alert" });
  const sign = async () => {
    if (!name.value.trim()) { said.textContent = say("先填姓名。", "Fill in the name first."); return; }
    if (!typed.checked && drawing.isEmpty()) { said.textContent = say("请手写签名，或选择以姓名签署。", "Draw the signature, or sign by the typed name."); return; }
    const image = typed.checked ? null : await keep(desk.id, await png(canvas), "signature.png");
    const given = { role: role.value, name: name.value.trim(), position: position.value.trim(), notes: notes(desk).map((one) => one.uid) };
    await takeDown(desk, "visit.signed", image ? { ...given, image } : given, image ? [image] : []);
    saved();
  };
  return make("form", { class: "visit-form card", onsubmit: (event: Event) => { event.preventDefault(); void sign().catch((error: Error) => { said.textContent = error.message; }); } },
    label(role, say("签字人", "Who signs")), label(name, say("姓名", "Name")), label(position, say("职务", "Position")),
    drawn,
    make("label", { class: "form-check" }, typed, make("span", { class: "form-check-label" }, say("不能手写，以键入的姓名签署", "Cannot draw: sign by the typed name"))),
    said,
    make("button", { class: "btn btn-primary btn-lg w-100", type: "submit" }, icon("pen") as unknown as Node, say("签署", "Sign")));
}

const label = (control: HTMLElement, said: string): HTMLElement => make("div", {}, make("label", { class: "form-label", for: control.id }, said), control);

/** As many dots as the screen has; a drawing in progress is kept. */
function fit(canvas: HTMLCanvasElement, drawing: SignaturePad): void {
  const ratio = Math.max(window.devicePixelRatio, 1);
  const held = drawing.toData();
  if (!canvas.offsetWidth || canvas.width === canvas.offsetWidth * ratio) return;
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d")?.scale(ratio, ratio);
  drawing.clear();
  drawing.fromData(held);
}

function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error("canvas"))), "image/png"));
}
