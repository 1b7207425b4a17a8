// Small pieces of the page: a verdict, the state of an item, photographs.
import type { Desk, Shown } from "./desk";
import { words } from "./desk";
import { icon, make } from "./dom";
import { keepPhoto } from "./pictures";
import { type Item, pictureOf } from "./shelf";
import { clockWords, moment, read, say } from "./words";

const VERDICTS: Record<string, [string, string]> = {
  conform: ["check-circle", "good"], nonconform: ["x-circle", "bad"], not_applicable: ["dash-circle", "quiet"], pending: ["question-circle", "warn"],
};

export function verdict(desk: Desk, code: string): HTMLElement {
  const [drawn, tone] = VERDICTS[code] ?? ["circle", "quiet"];
  const said = code ? read(words(desk.parcel.checklist.verdicts, code)) : say("未检", "not yet");
  return make("span", { class: `visit-mark tone-${tone}` }, icon(drawn) as unknown as Node, said);
}

const STATES: Record<string, [string, string, string, string]> = {
  kept: ["phone", "warn", "仅在本机", "on this phone only"],
  sent: ["arrow-clockwise", "warn", "已发出，待确认", "sent, not confirmed yet"],
  received: ["check-circle-fill", "good", "机构已收", "received by the house"],
  refused: ["exclamation-triangle", "bad", "机构未接收", "refused by the house"],
};

/** Where an item is: on the phone only, sent, received with the number of its entry, refused with the sentence. */
export function whereabouts(item: Item): HTMLElement {
  const [drawn, tone, zh, en] = STATES[item.state];
  const entry = item.entry ? ` · ${say("记录", "entry")} ${item.entry}` : "";
  const said = make("span", { class: `visit-mark tone-${tone}` }, icon(drawn) as unknown as Node, say(zh, en) + entry);
  const sentences = (item.sentences ?? []).map((one) => make("p", { class: "refusal" }, read(one)));
  return make("div", { class: "visit-where", "data-state": item.state }, said, ...sentences);
}

/** The photographs of a note, from the phone or from the house. */
export function photos(desk: Desk, digests: string[], alt: string): HTMLElement {
  const row = make("div", { class: "visit-photos" });
  for (const [number, digest] of digests.entries()) {
    const image = make("img", { alt: `${alt} ${number + 1}`, loading: "lazy", width: "96", height: "72" });
    void source(desk, digest).then((found) => { image.src = found; });
    row.append(image);
  }
  return row;
}

const shown = new Map<string, string>();

export async function source(desk: Desk, digest: string): Promise<string> {
  const known = shown.get(digest);
  if (known) return known;
  const kept = await pictureOf(desk.id, digest);
  const address = kept ? URL.createObjectURL(new Blob([kept.content], { type: kept.type })) : `${desk.base}files/${digest}`;
  shown.set(digest, address);
  return address;
}

export function noteCard(desk: Desk, note: Shown): HTMLElement {
  const { checklist } = desk.parcel;
  const doubt = clockWords(note.clock_off);
  const received = note.received_at ? `${say("机构收到", "received")} ${moment(note.received_at)}` : "";
  return make("article", { class: "visit-note", "data-uid": note.uid },
    make("div", { class: "visit-note-head" }, verdict(desk, note.verdict), make("strong", {}, note.by_name), note.about && make("span", {}, note.about)),
    note.verdict === "nonconform" && make("p", { class: "text-bad" }, `${read(words(checklist.grades, note.grade))} · ${note.code} ${read(words(checklist.classes, note.code))}`),
    note.found && make("p", {}, `${say("现场所见", "Found")}: ${note.found}`),
    note.words && make("p", { class: "prose" }, note.words),
    note.photos.length > 0 && photos(desk, note.photos, say("照片", "photograph")),
    make("p", { class: "visit-when" }, [`${say("现场", "on site")} ${moment(note.happened_at)}`, received, doubt, note.placed ? say("附位置", "with place") : ""].filter(Boolean).join(" · ")),
    note.item ? whereabouts(note.item) : null,
  );
}

/** The camera of a form: what is taken is kept on the phone, and its digest added to ``taken``. */
export function camera(desk: Desk, taken: string[], changed: () => void, said: HTMLElement): HTMLElement {
  const original = make("input", { type: "checkbox", class: "form-check-input", id: "visit-original" });
  const input = make("input", { type: "file", accept: "image/jpeg,image/png", capture: "environment", multiple: true, id: "visit-camera", class: "visually-hidden" });
  input.addEventListener("change", () => {
    void (async () => {
      try {
        for (const file of input.files ?? []) {
          const digest = await keepPhoto(desk.id, file, original.checked);
          if (!taken.includes(digest)) taken.push(digest);
          changed();
        }
      } catch (error) {
        said.textContent = say("照片没有保存：", "The photograph was not saved: ") + (error as Error).message;
      }
      input.value = "";
    })();
  });
  return make("div", { class: "visit-camera" }, input, make("label", { class: "btn btn-lg", for: input.id }, icon("camera") as unknown as Node, say("拍照", "Photograph")),
    make("label", { class: "form-check" }, original, make("span", { class: "form-check-label" }, say("保留原图", "Keep the original"))));
}
