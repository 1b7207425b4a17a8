// The checklist with its progress: sections, search, what is still open.
import { type Desk, progress, standing, stateOf } from "./desk";
import { icon, make } from "./dom";
import { verdict } from "./pieces";
import type { Point } from "./shelf";
import { read, say } from "./words";

const wanted = { text: "", only: "" };

export function listScreen(desk: Desk, begin: () => void): HTMLElement {
  const all = standing(desk);
  const { points, sections } = desk.parcel.checklist;
  const known = new Map(points.map((one) => [one.code, progress(desk, all, one)]));
  const looked = points.filter((one) => known.get(one.code)?.verdict).length;
  const holder = make("div", { class: "visit-sections" });
  const draw = () => {
    holder.replaceChildren(...sections.map((section) => {
      const mine = points.filter((one) => one.section === section.code);
      const left = mine.filter((one) => fits(one, known.get(one.code)?.verdict ?? "", Boolean(known.get(one.code)?.disputed)));
      if (!left.length) return "";
      const done = mine.filter((one) => known.get(one.code)?.verdict).length;
      return make("details", { class: "visit-section card", open: true },
        make("summary", {}, make("span", { class: "visit-section-name" }, `${section.code} ${read(section.words)}`), make("span", { class: "number" }, `${done}/${mine.length}`)),
        make("ul", {}, ...left.map((one) => line(desk, one, known.get(one.code)))));
    }));
    if (!holder.childElementCount) holder.append(make("p", { class: "text-secondary" }, say("没有符合条件的检查项。", "No point fits.")));
  };
  draw();
  return make("div", {},
    stateOf(desk) === "" && opening(begin),
    make("div", { class: "visit-progress" },
      make("label", { for: "visit-progress" }, say(`已检 ${looked} / ${points.length} 项`, `${looked} of ${points.length} points looked at`)),
      make("progress", { id: "visit-progress", max: String(points.length), value: String(looked) })),
    filters(draw),
    holder);
}

function opening(begin: () => void): HTMLElement {
  return make("div", { class: "callout tone-note" },
    make("p", {}, say("现场检查尚未开始。到达工厂、开首次会议时开始。", "The visit has not begun. Begin it at the factory, with the opening meeting.")),
    make("button", { class: "btn btn-primary btn-lg w-100", type: "button", onclick: begin }, icon("play-circle") as unknown as Node, say("开始现场检查", "Begin the visit")));
}

function filters(draw: () => void): HTMLElement {
  const search = make("input", { class: "form-control", type: "search", id: "visit-search", value: wanted.text, placeholder: say("条款、关键词", "clause, keyword") });
  search.addEventListener("input", () => { wanted.text = search.value.trim().toLowerCase(); draw(); });
  const kinds: [string, string, string][] = [["", "全部", "all"], ["open", "未检", "not yet"], ["nonconform", "不符合", "nonconforming"], ["pending", "待核", "to check"]];
  const chips = kinds.map(([kind, zh, en]) => {
    const chip = make("button", { class: "btn btn-sm", type: "button", "aria-pressed": String(wanted.only === kind) }, say(zh, en));
    chip.addEventListener("click", () => {
      wanted.only = kind;
      for (const one of chips) one.setAttribute("aria-pressed", String(one === chip));
      draw();
    });
    return chip;
  });
  return make("div", { class: "visit-filters" }, make("label", { class: "visually-hidden", for: "visit-search" }, say("查找检查项", "Find a point")), search,
    make("div", { class: "visit-chips", role: "group", "aria-label": say("筛选", "Filter") }, ...chips));
}

function fits(point: Point, verdict: string, disputed: boolean): boolean {
  const text = `${point.code} ${point.words.zh} ${point.words.en} ${point.look.zh}`.toLowerCase();
  const kind = { "": true, open: !verdict, nonconform: verdict === "nonconform" || disputed, pending: verdict === "pending" }[wanted.only];
  return Boolean(kind) && text.includes(wanted.text);
}

function line(desk: Desk, point: Point, found: { verdict: string; disputed: boolean; standing: { item?: { state: string } }[] } | undefined): HTMLElement {
  const waits = found?.standing.some((one) => one.item && one.item.state !== "received");
  return make("li", {}, make("a", { class: "visit-line", href: `#p/${point.code}` },
    make("span", { class: "visit-line-words" }, make("span", { class: "number" }, point.code), " ", read(point.words)),
    make("span", { class: "visit-line-state" }, verdict(desk, found?.verdict ?? ""),
      found?.disputed && make("span", { class: "visit-mark tone-warn" }, icon("people") as unknown as Node, say("判定不一", "differ")),
      waits && make("span", { class: "visit-mark tone-warn" }, icon("phone") as unknown as Node, say("未同步", "not sent")))));
}
