// The end of a visit: what is still missing, the papers, taking the data off the phone, and what the house refused.
import { type Desk, progress, samples, signatures, standing, stateOf, takeDown } from "./desk";
import { icon, make } from "./dom";
import { whereabouts } from "./pieces";
import { type Item, picturesOf, unsent } from "./shelf";
import { moment, read, say } from "./words";

export interface Deeds { saved(): void; again(item: Item): void; leave(): void; hand(): Node | null }

export function endScreen(desk: Desk, deeds: Deeds): HTMLElement {
  const all = standing(desk);
  const { points } = desk.parcel.checklist;
  const missing = points.filter((one) => !progress(desk, all, one).verdict);
  const open = points.filter((one) => ["pending"].includes(progress(desk, all, one).verdict) || progress(desk, all, one).disputed);
  const roles = new Set(signatures(desk).filter((one) => one.item?.state !== "refused").map((one) => one.role));
  const sealed = samples(desk).some((one) => one.item?.state !== "refused");
  const ended = stateOf(desk) === "closed";
  const waiting = desk.items.filter(unsent).length;
  return make("div", {},
    make("h2", { tabindex: "-1" }, say("结束与报告", "End and report")),
    make("ul", { class: "visit-checks" },
      check(!missing.length, say("各项均已检查", "every point looked at"), missing.map((one) => one.code)),
      check(!open.length, say("没有待核或判定不一致的项", "nothing to be checked, nobody differs"), open.map((one) => one.code)),
      desk.parcel.sampling?.open ? check(sealed, say("样品已抽取并封样", "a sample was taken and sealed")) : null,
      check(roles.has("inspector"), say("检查员已签字", "an inspector signed")),
      check(roles.has("enterprise"), say("企业代表已签字", "the enterprise signed")),
      check(!waiting, say("全部已到机构", "all has reached the house"), waiting ? [say(`${waiting} 项在本机`, `${waiting} on the phone`)] : [])),
    !ended && stateOf(desk) === "open" && desk.parcel.person.role === "01" ? closing(desk, deeds) : null,
    ended && make("p", { class: "callout tone-good" }, desk.parcel.visit?.state === "closed" ? say("现场检查已结束。", "The visit is ended.") : say("已在本机结束，待机构确认。", "Ended on this phone; the house is yet to confirm.")),
    papers(desk, deeds),
    problems(desk, deeds),
    make("h3", {}, say("本机数据", "Data on this phone")),
    desk.along && make("p", {}, say(`已带走，资料更新于 ${moment(desk.takenAt)}。`, `Taken along; last brought up to date ${moment(desk.takenAt)}.`)),
    make("p", {}, waiting
      ? say("还有记录未到机构，不能从手机移除。", "Something has not reached the house yet: it cannot be taken off the phone.")
      : say("机构已确认全部记录，可以从手机移除。", "The house has confirmed everything; it can be taken off the phone.")),
    make("div", { class: "form-actions" },
      make("button", { class: "btn", type: "button", onclick: () => void exported(desk) }, icon("download") as unknown as Node, say("导出为文件", "Export as a file")),
      make("button", { class: "btn", type: "button", disabled: waiting > 0, onclick: deeds.leave }, icon("trash") as unknown as Node, say("从手机移除", "Take off the phone"))));
}

function check(done: boolean, said: string, missing: string[] = []): HTMLElement {
  const rest = missing.length > 12 ? [...missing.slice(0, 12), "…"] : missing;
  return make("li", { class: done ? "tone-good" : "tone-warn" }, icon(done ? "check-circle" : "circle") as unknown as Node, make("span", {}, said),
    !done && rest.length ? make("span", { class: "text-secondary" }, rest.join(" ")) : null);
}

function closing(desk: Desk, deeds: Deeds): HTMLElement {
  const because = make("textarea", { class: "form-control", id: "end-because", rows: "2", maxlength: "1000" });
  const end = async () => {
    await takeDown(desk, "visit.closed", { unsigned_because: because.value.trim() }, []);
    deeds.saved();
  };
  return make("form", { class: "visit-form card", onsubmit: (event: Event) => { event.preventDefault(); void end(); } },
    make("div", {}, make("label", { class: "form-label", for: because.id }, say("企业未签字的原因（已签字则不填）", "Why the enterprise did not sign (empty when it did)")), because),
    make("button", { class: "btn btn-primary btn-lg w-100", type: "submit" }, icon("flag") as unknown as Node, say("结束现场检查", "End the visit")));
}

function papers(desk: Desk, deeds: Deeds): HTMLElement {
  const there = Boolean(desk.parcel.visit);
  return make("div", {}, make("h3", {}, say("报告", "Report")),
    make("div", { class: "form-actions" },
      there ? make("a", { class: "btn", href: `${desk.base}report.pdf`, target: "_blank" }, icon("file-earmark-pdf") as unknown as Node, say("检查报告 PDF", "Report (PDF)")) : null,
      there ? make("a", { class: "btn", href: `${desk.base}nonconformities.pdf`, target: "_blank" }, icon("file-earmark-pdf") as unknown as Node, say("不符合报告 PDF", "Nonconformities (PDF)")) : null,
      make("a", { class: "btn", href: "#paper" }, icon("printer") as unknown as Node, say("打印视图（离线可用）", "Print view (works offline)"))),
    desk.parcel.visit?.state === "closed" && desk.parcel.inspection.state === "planned" ? deeds.hand() : null);
}

function problems(desk: Desk, deeds: Deeds): HTMLElement | null {
  const refused = desk.items.filter((one) => one.state === "refused");
  if (!refused.length) return null;
  return make("div", {}, make("h3", {}, say("机构未接收的记录", "What the house refused")),
    ...refused.map((one) => make("article", { class: "visit-note" }, make("strong", {}, about(one)), " ", String((one.given as { words?: string }).words ?? ""), whereabouts(one),
      make("button", { class: "btn btn-sm", type: "button", onclick: () => deeds.again(one) }, icon("arrow-clockwise") as unknown as Node, say("再次提交", "Send again")))));
}

const about = (one: Item): string => String(one.given.point ?? (one.given.seal ? `${say("封样", "Seal")} ${String(one.given.seal)}` : say("现场检查", "Visit")));

/** Everything of this visit on the phone as one file: nothing is lost that the house will not take. */
async function exported(desk: Desk): Promise<void> {
  const pictures = (await picturesOf(desk.id)).map((one) => ({ digest: one.digest, name: one.name, type: one.type, content: base64(one.content) }));
  const content = JSON.stringify({ format: "shouze-visit-1", plan: desk.parcel.inspection.plan_code, by: desk.parcel.person, items: desk.items, pictures }, null, 1);
  const link = make("a", { href: URL.createObjectURL(new Blob([content], { type: "application/json" })), download: `${desk.parcel.inspection.plan_code}.json` });
  link.click();
}

function base64(content: ArrayBuffer): string {
  const bytes = new Uint8Array(content);
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export const refusals = (items: Item[]): string[] => items.flatMap((one) => (one.sentences ?? []).map(read));
