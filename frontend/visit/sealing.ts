// A sample taken and sealed on the spot: a form that survives a killed page; the seal's number is typed off the seal.
import { type Desk, samples, stateOf, takeDown } from "./desk";
import { icon, make } from "./dom";
import { camera, photos, whereabouts } from "./pieces";
import { clockOff } from "./sending";
import { dropDraft, type Draft, draftOf, keepDraft } from "./shelf";
import { dayThere, read, say } from "./words";

export async function sealScreen(desk: Desk, saved: () => void): Promise<HTMLElement> {
  const { sampling } = desk.parcel;
  const draws = sampling?.drawn.length ? say(`抽签抽中的型号：${sampling.drawn.join("、")}`, `Drawn by lot: ${sampling.drawn.join(", ")}`) : "";
  return make("div", {},
    make("h2", { tabindex: "-1" }, say("抽样封样", "Take and seal a sample")),
    draws && make("p", {}, draws),
    make("div", { "data-sealed": true }, ...sealed(desk)),
    sampling?.open && stateOf(desk) === "open" ? await form(desk, saved) : make("p", { class: "callout tone-note" }, closedBecause(desk)));
}

function closedBecause(desk: Desk): string {
  if (!desk.parcel.sampling?.open) return say("本次检查没有待抽取的样品。", "This visit has no sample to take.");
  return stateOf(desk) ? say("现场检查已结束。", "The visit is ended.") : say("先在清单页开始现场检查。", "Begin the visit on the list first.");
}

/** The samples sealed so far. */
export function sealed(desk: Desk): HTMLElement[] {
  return samples(desk).map((one) => make("article", { class: "visit-note", "data-seal": one.seal },
    make("div", { class: "visit-note-head" }, icon("box-seam") as unknown as Node, make("strong", { class: "number" }, one.seal), one.state ? read(one.state) : null),
    make("p", {}, [one.model, one.batch, say(`${one.quantity} 件`, `${one.quantity} pieces`)].filter(Boolean).join(" · ")),
    make("p", { class: "visit-when" }, [one.sealed_on, one.place, one.taken_by, one.present].filter(Boolean).join(" · ")),
    one.words ? make("p", { class: "prose" }, one.words) : null,
    photos(desk, one.photos, say("照片", "photograph")),
    one.item ? whereabouts(one.item) : null));
}

async function form(desk: Desk, saved: () => void): Promise<HTMLElement> {
  const key = `${desk.id}/seal`;
  const draft = (await draftOf(key)) ?? { key, visit: desk.id, given: {}, photos: [] };
  const given = draft.given as Record<string, string>;
  const keep = () => { void keepDraft(draft); };
  const { sampling, person, inspection, case: file } = desk.parcel;
  const models = sampling?.drawn.length ? sampling.drawn : file.models.map((one) => one.model);
  const takers = inspection.team.filter((one) => one.role !== "03");
  given.taker ??= takers.some((one) => one.person === person.id) ? person.id : "";
  given.sealed_on ??= dayThere(clockOff() ?? 0);
  const thumbs = make("div", {});
  const show = () => thumbs.replaceChildren(photos(desk, draft.photos, say("照片", "photograph")));
  show();
  const said = make("p", { class: "visit-said", role: "alert" });
  const write = async () => {
    said.textContent = "";
    try {
      await save(desk, draft);
      saved();
    } catch (error) {
      said.textContent = (error as Error).name === "QuotaExceededError"
        ? say("手机存储空间不足，没有保存。请先同步或清理空间。", "The phone's storage is full: not saved. Send what waits, or free space.")
        : (error as Error).message;
    }
  };
  return make("form", { class: "visit-form card", onsubmit: (event: Event) => { event.preventDefault(); void write(); } },
    field(say("封条编号", "Seal number"), "seal", given, keep, { maxlength: "40" }),
    choice(say("规格型号", "Model"), "model", models.map((one) => [one, one]), given, keep),
    field(say("生产日期或批号", "Date of production or batch"), "batch", given, keep, { maxlength: "100" }),
    field(say("数量（件）", "Pieces"), "quantity", given, keep, { type: "number", inputmode: "numeric", min: "1", max: "1000" }),
    field(say("封样日期", "Sealed on"), "sealed_on", given, keep, { type: "date" }),
    field(say("抽样地点", "Where it was taken"), "place", given, keep, { maxlength: "300" }),
    choice(say("抽样人", "Who took it"), "taker", takers.map((one) => [one.person, one.name]), given, keep),
    field(say("企业代表签字（姓名）", "Signed for the enterprise (name)"), "present", given, keep, { maxlength: "100" }),
    field(say("说明（企业拒签时必填）", "Explanation (needed where the enterprise does not sign)"), "words", given, keep, { maxlength: "2000" }),
    camera(desk, draft.photos, () => { keep(); show(); }, said),
    thumbs,
    said,
    make("button", { class: "btn btn-primary btn-lg w-100", type: "submit" }, icon("box-seam") as unknown as Node, say("保存封样", "Save the sample")));
}

async function save(desk: Desk, draft: Draft): Promise<void> {
  const given = { batch: "", present: "", words: "", ...draft.given } as Record<string, string>;
  for (const name of Object.keys(given)) given[name] = given[name].trim();
  const wrong = ASKED.find(([, holds]) => !holds(given, draft.photos, desk));
  if (wrong) throw new Error(say(wrong[0].zh, wrong[0].en));
  await takeDown(desk, "sample.sealed", { ...given, element: "SC", quantity: Number(given.quantity), photos: [...draft.photos] }, [...draft.photos]);
  await dropDraft(draft.key);
}

type Holds = (given: Record<string, string>, photographs: string[], desk: Desk) => boolean;
const ASKED: [{ zh: string; en: string }, Holds][] = [
  [{ zh: "先填封条编号。", en: "Fill in the seal's number first." }, (given) => Boolean(given.seal)],
  [{ zh: "此封条编号在本次检查中已用过：一样一封。", en: "This seal was used at this visit already: one for each sample." },
    (given, _, desk) => !samples(desk).some((one) => one.seal === given.seal && one.item?.state !== "refused")],
  [{ zh: "先选规格型号。", en: "Choose the model first." }, (given) => Boolean(given.model)],
  [{ zh: "先填数量（1 至 1000 的整数）。", en: "Fill in the pieces first (a whole number, 1 to 1000)." }, (given) => /^[1-9]\d{0,2}$|^1000$/.test(given.quantity ?? "")],
  [{ zh: "先填封样日期。", en: "Fill in the day of sealing first." }, (given) => Boolean(given.sealed_on)],
  [{ zh: "先填抽样地点。", en: "Fill in where it was taken first." }, (given) => Boolean(given.place)],
  [{ zh: "先选抽样人。", en: "Choose who took it first." }, (given) => Boolean(given.taker)],
  [{ zh: "由企业代表签字，或说明拒签情况。", en: "The enterprise signs, or it is said why not." }, (given) => Boolean(given.present || given.words)],
  [{ zh: "先拍样品和封条的照片。", en: "Photograph sample and seal first." }, (_, photographs) => photographs.length > 0],
];

function field(label: string, name: string, given: Record<string, string>, keep: () => void, more: Record<string, string>): HTMLElement {
  const box = make("input", { class: "form-control", id: `seal-${name}`, autocomplete: "off", value: given[name] ?? "", ...more });
  box.addEventListener("input", () => { given[name] = box.value; keep(); });
  return make("div", {}, make("label", { class: "form-label", for: box.id }, label), box);
}

function choice(label: string, name: string, options: [string, string][], given: Record<string, string>, keep: () => void): HTMLElement {
  const list = make("select", { class: "form-select", id: `seal-${name}` }, make("option", { value: "" }, "—"), ...options.map(([code, said]) => make("option", { value: code }, said)));
  if (options.length === 1) given[name] ??= options[0][0];
  list.value = given[name] ?? "";
  list.addEventListener("change", () => { given[name] = list.value; keep(); });
  return make("div", {}, make("label", { class: "form-label", for: list.id }, label), list);
}
