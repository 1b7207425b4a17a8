// One point of the checklist: what is asked, what was noted, and a form of few taps that survives a killed page.
import { type Desk, notes, stateOf, takeDown } from "./desk";
import { icon, make } from "./dom";
import { camera, noteCard, photos } from "./pieces";
import { agree, agreed, placeNow } from "./place";
import { dropDraft, draftOf, keepDraft, type Point } from "./shelf";
import { read, say } from "./words";

type Saved = (next: string | null) => void;

export async function pointScreen(desk: Desk, code: string, saved: Saved): Promise<HTMLElement> {
  const { points, sections } = desk.parcel.checklist;
  const place = points.findIndex((one) => one.code === code);
  const point = points[place];
  if (!point) return make("p", {}, say("没有这个检查项。", "There is no such point."));
  const section = sections.find((one) => one.code === point.section);
  const next = points[place + 1]?.code ?? null;
  return make("div", { class: "visit-point" },
    make("nav", { class: "visit-steps", "aria-label": say("检查项", "points") },
      make("a", { class: "btn", href: "#list" }, icon("list-check") as unknown as Node, say("清单", "List")),
      points[place - 1] ? make("a", { class: "btn", href: `#p/${points[place - 1].code}` }, icon("chevron-left") as unknown as Node, say("上一项", "Previous")) : null,
      next ? make("a", { class: "btn", href: `#p/${next}` }, say("下一项", "Next"), icon("chevron-right") as unknown as Node) : null),
    make("p", { class: "text-secondary" }, `${section?.code} ${read(section?.words)} · ${place + 1}/${points.length}`),
    make("h2", { tabindex: "-1" }, make("span", { class: "number" }, point.code), " ", read(point.words)),
    make("dl", { class: "facts" },
      make("dt", {}, say("看什么", "Look at")), make("dd", {}, read(point.look)),
      make("dt", {}, say("要什么记录", "Record wanted")), make("dd", {}, read(point.record))),
    stateOf(desk) === "open" ? await form(desk, point, next, saved) : make("p", { class: "callout tone-note" }, stateOf(desk) ? say("现场检查已结束。", "The visit is ended.") : say("先在清单页开始现场检查。", "Begin the visit on the list first.")),
    make("div", { "data-notes": code }, ...noted(desk, code)));
}

/** What was noted on a point so far, the latest first. */
export function noted(desk: Desk, code: string): HTMLElement[] {
  const earlier = notes(desk).filter((one) => one.point === code).reverse();
  return earlier.length ? [make("h3", {}, say("已有记录", "Noted so far")), ...earlier.map((one) => noteCard(desk, one))] : [];
}

async function form(desk: Desk, point: Point, next: string | null, saved: Saved): Promise<HTMLElement> {
  const key = `${desk.id}/${point.code}`;
  const draft = (await draftOf(key)) ?? { key, visit: desk.id, given: {}, photos: [] };
  const given = draft.given as Record<string, string>;
  const { checklist } = desk.parcel;
  const keep = () => { void keepDraft(draft); };
  const thumbs = make("div", {});
  const showThumbs = () => thumbs.replaceChildren(photos(desk, draft.photos, say("照片", "photograph")));
  showThumbs();
  const nonconformity = make("div", { class: "visit-grade" },
    pick(say("不符合等级", "Grade"), "grade", checklist.grades.map((one) => [one.code, read(one.words)]), given, keep),
    pick(say("不符合分类", "Class"), "code", checklist.classes.map((one) => [one.code, `${one.code} ${read(one.words)}`]), given, keep, point.class));
  const choose = (code: string) => {
    given.verdict = code;
    nonconformity.hidden = code !== "nonconform";
    keep();
  };
  nonconformity.hidden = given.verdict !== "nonconform";
  const said = make("p", { class: "visit-said", role: "alert" });
  const write = async (go: boolean) => {
    said.textContent = "";
    try {
      await save(desk, point, draft);
      saved(go ? next : null);
    } catch (error) {
      said.textContent = (error as Error).name === "QuotaExceededError"
        ? say("手机存储空间不足，没有保存。请先同步或清理空间。", "The phone's storage is full: not saved. Send what waits, or free space.")
        : (error as Error).message;
    }
  };
  return make("form", { class: "visit-form card", onsubmit: (event: Event) => { event.preventDefault(); void write(true); } },
    point.per ? about(desk, point, given, keep) : null,
    verdicts(desk, given.verdict, choose),
    nonconformity,
    area(say("检查记录", "What was seen"), given, keep),
    camera(desk, draft.photos, () => { keep(); showThumbs(); }, said),
    thumbs,
    consent(),
    said,
    make("div", { class: "visit-save" },
      make("button", { class: "btn btn-primary btn-lg", type: "submit" }, icon("check-lg") as unknown as Node, next ? say("保存，下一项", "Save, next") : say("保存", "Save")),
      next ? make("button", { class: "btn btn-lg", type: "button", onclick: () => void write(false) }, say("保存", "Save")) : null));
}

async function save(desk: Desk, point: Point, draft: { key: string; given: Record<string, unknown>; photos: string[] }): Promise<void> {
  const given = { point: point.code, about: "", words: "", found: "", ...draft.given } as Record<string, string>;
  const nonconforming = given.verdict === "nonconform";
  if (!given.verdict) throw new Error(say("先选判定。", "Choose a verdict first."));
  if (point.per && !given.about) throw new Error(say("先选型号或关键件。", "Choose the model or key part first."));
  if ((nonconforming || given.verdict === "not_applicable") && !given.words.trim()) throw new Error(say("不符合、不适用须写明事实或理由。", "What does not conform or apply needs its facts or reason."));
  if (nonconforming && !given.grade) throw new Error(say("先选不符合等级。", "Choose the grade first."));
  const spot = agreed() ? await placeNow(desk.id) : null;
  const { grade = "", code = "", ...rest } = given;
  const noted = { ...rest, grade: nonconforming ? grade : "", code: nonconforming ? code || point.class : "", photos: draft.photos };
  await takeDown(desk, "visit.noted", spot ? { ...noted, place: spot } : noted, spot ? [...draft.photos, spot] : draft.photos);
  await dropDraft(draft.key);
}

function verdicts(desk: Desk, chosen: string, choose: (code: string) => void): HTMLElement {
  return make("fieldset", { class: "visit-asked" }, make("legend", {}, say("判定", "Verdict")), make("div", { class: "visit-verdicts" },
    ...desk.parcel.checklist.verdicts.map((one) => {
      const radio = make("input", { type: "radio", name: "verdict", value: one.code, id: `verdict-${one.code}`, class: "visually-hidden", checked: chosen === one.code, onchange: () => choose(one.code) });
      return make("div", { class: "visit-verdict", "data-verdict": one.code }, radio, make("label", { for: radio.id }, read(one.words)));
    })));
}

function pick(label: string, name: string, options: [string, string][], given: Record<string, string>, keep: () => void, preset = ""): HTMLElement {
  const list = make("select", { class: "form-select", id: `visit-${name}` }, make("option", { value: "" }, "—"), ...options.map(([code, said]) => make("option", { value: code }, said)));
  list.value = given[name] ?? preset;
  if (list.value) given[name] = list.value;
  list.addEventListener("change", () => { given[name] = list.value; keep(); });
  return make("div", {}, make("label", { class: "form-label", for: list.id }, label), list);
}

function area(label: string, given: Record<string, string>, keep: () => void): HTMLElement {
  const box = make("textarea", { class: "form-control", id: "visit-words", rows: "3", maxlength: "2000", value: given.words ?? "" });
  box.addEventListener("input", () => { given.words = box.value; keep(); });
  return make("div", {}, make("label", { class: "form-label", for: box.id }, label), box);
}

/** Product against application: which model or key part, what the application says, what is found. */
function about(desk: Desk, point: Point, given: Record<string, string>, keep: () => void): HTMLElement {
  const names = desk.parcel.case.names[point.per] ?? [];
  const rows = point.per === "model" ? desk.parcel.case.models : desk.parcel.case.key_parts;
  const told = make("dl", { class: "facts visit-told" });
  const tell = () => {
    const row = rows.find((one) => (point.per === "model" ? one.model : `${one.name} ${one.model}`.trim()) === given.about);
    told.replaceChildren(...(row ? [make("dt", {}, say("申请资料", "Application")), make("dd", {}, Object.values(row).filter(Boolean).join(" · "))] : []));
  };
  const holder = pick(point.per === "model" ? say("规格型号", "Model") : say("关键件", "Key part"), "about", names.map((one) => [one, one]), given, () => { keep(); tell(); });
  tell();
  const seen = make("input", { class: "form-control", id: "visit-found", maxlength: "500", value: given.found ?? "" });
  seen.addEventListener("input", () => { given.found = seen.value; keep(); });
  return make("div", { class: "visit-about" }, holder, told, make("label", { class: "form-label", for: seen.id }, say("现场所见（铭牌、实物）", "As found (nameplate, part)")), seen);
}

function consent(): HTMLElement {
  const tick = make("input", { type: "checkbox", class: "form-check-input", checked: agreed() });
  tick.addEventListener("change", () => agree(tick.checked));
  return make("label", { class: "form-check" }, tick, make("span", { class: "form-check-label" }, say("附上位置（个人信息，可单独删除）", "Add the place (personal data, erasable for itself)")));
}
