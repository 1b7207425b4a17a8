// What is known of the visit beforehand: plan, parties, models, key parts, earlier findings.
import type { Desk } from "./desk";
import { make } from "./dom";
import { read, say } from "./words";

export function factsScreen(desk: Desk): HTMLElement {
  const { inspection, case: file, earlier } = desk.parcel;
  const { factory } = file;
  return make("div", {},
    make("h2", { tabindex: "-1" }, say("资料", "Papers")),
    facts([
      [say("计划", "Plan"), `${inspection.plan_code} · ${read(inspection.activity)}`],
      [say("日期", "Dates"), `${inspection.planned_from} – ${inspection.planned_to} · ${inspection.person_days} ${say("人日", "person-days")}`],
      [say("检查组", "Team"), inspection.team.map((one) => `${one.name}(${read(one.role_words)})`).join(" ")],
      [say("技术专家", "Experts"), inspection.experts.join(" ")],
      [say("生产企业", "Factory"), `${factory.name} ${factory.code}`], [say("地址", "Address"), factory.address],
      [say("联系人", "Contact"), `${factory.contact} ${factory.phone}`], [say("认证委托人", "Applicant"), file.applicant], [say("生产者", "Producer"), file.producer],
      [say("产品", "Product"), file.product], [say("商标", "Trademark"), file.trademark], [say("实施规则", "Scheme"), file.scheme], [say("认证模式", "Mode"), file.mode],
      [say("标准", "Standards"), file.standards.map((one) => one.number).join(" ")],
    ]),
    make("h3", {}, say("规格型号", "Models")), table(file.models, ["model", "specification"], [say("型号", "Model"), say("规格", "Rating")]),
    make("h3", {}, say("关键件", "Key parts")), table(file.key_parts, ["name", "model", "maker"], [say("名称", "Part"), say("型号", "Model"), say("生产者", "Maker")]),
    ...filed(desk),
    make("h3", {}, say("以往不符合", "Earlier nonconformities")),
    earlier.length ? make("ul", {}, ...earlier.map((one) => make("li", {}, `${one.on} ${one.plan_code} · ${read(one.grade)} · ${one.clause} — ${one.description}`))) : make("p", {}, say("没有。", "None.")));
}

// Changes of key parts that the technical person filed: this visit checks them.
function filed(desk: Desk): HTMLElement[] {
  const rows = desk.parcel.filed ?? [];
  if (!rows.length) return [];
  return [make("h3", {}, say("待核查的备案变更", "Filed changes to check")), make("ul", {}, ...rows.map((one) =>
    make("li", {}, make("a", { href: one.url }, one.number), ` ${one.certificate} · ${one.function}：${one.before} → ${one.after} · ${one.effective_on} · ${one.person}`)))];
}

function facts(rows: [string, string][]): HTMLElement {
  return make("dl", { class: "facts" }, ...rows.filter(([, value]) => value.trim()).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function table(rows: Record<string, string>[], keys: string[], heads: string[]): HTMLElement {
  return make("div", { class: "table-responsive", tabindex: "0", role: "region", "aria-label": heads[0] }, make("table", { class: "table table-sm" },
    make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...keys.map((key) => make("td", {}, row[key] ?? "")))))));
}
