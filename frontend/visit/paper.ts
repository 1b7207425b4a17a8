// The report as the phone can print it without a connection; the house sets the same content as PDF once it has it.
import { type Desk, notes, samples, type Sealed, signatures, standing, words } from "./desk";
import { make } from "./dom";
import { source } from "./pieces";
import { unsent } from "./shelf";
import { moment, read, say } from "./words";

export async function paperScreen(desk: Desk): Promise<HTMLElement> {
  const { inspection, case: file, checklist } = desk.parcel;
  const all = standing(desk);
  const waiting = desk.items.filter((one) => unsent(one) || one.state === "refused").length;
  const rows: [string, string][] = [
    [say("检查计划", "Plan"), inspection.plan_code], [say("案件", "Case"), file.number], [say("认证委托人", "Applicant"), file.applicant],
    [say("生产企业", "Factory"), `${file.factory.name} ${file.factory.address}`], [say("产品", "Product"), file.product],
    [say("规格型号", "Models"), file.models.map((one) => one.model).join("、")], [say("实施规则", "Scheme"), file.scheme],
    [say("检查组", "Team"), inspection.team.map((one) => `${one.name}(${read(one.role_words)},${one.number})`).join(" ")],
    [say("计划日期", "Planned"), `${inspection.planned_from} – ${inspection.planned_to}`],
  ];
  const findings = [...all.values()].map((these) => these[these.length - 1]).filter((one) => one.verdict === "nonconform");
  const sheet = make("section", { class: "paper-sheet visit-paper" },
    waiting > 0 && make("p", { class: "visit-unsent-mark" }, say(`未同步：${waiting} 项尚未到达机构`, `NOT SYNCHRONISED: ${waiting} items have not reached the house`)),
    make("h1", {}, say("工厂检查报告", "Factory inspection report")),
    make("table", { class: "table table-sm" }, make("tbody", {}, ...rows.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value))))),
    make("h2", {}, say("检查记录", "Record")),
    make("table", { class: "table table-sm" },
      make("thead", {}, make("tr", {}, ...[say("编号", "No."), say("检查内容和记录", "Point and record"), say("判定", "Verdict")].map((one) => make("th", { scope: "col" }, one)))),
      make("tbody", {}, ...checklist.points.map((point) => {
        const mine = [...all].filter(([key]) => key.startsWith(`${point.code}|`)).flatMap(([, these]) => these);
        return make("tr", {}, make("td", { class: "number" }, point.code), make("td", {}, read(point.words),
          ...mine.map((one) => make("p", {}, [one.about, one.found, one.words].filter(Boolean).join(";"), make("small", {}, ` ${one.by_name} ${moment(one.happened_at)}`)))),
        make("td", {}, mine.length ? [...new Set(mine.map((one) => read(words(checklist.verdicts, one.verdict))))].join("/") : "—"));
      }))),
    make("h2", {}, say("不符合项", "Nonconformities")),
    ...(findings.length ? findings.map((one, number) => make("p", {}, `${number + 1}. ${read(words(checklist.grades, one.grade))} · ${one.point} · ${one.code} ${one.about} — ${one.words}`)) : [make("p", {}, say("未发现不符合。", "None found."))]));
  sheet.append(...samplingSheet(desk));
  const pictures = make("div", { class: "visit-paper-photos" });
  for (const one of notes(desk)) for (const digest of one.photos) {
    const shown = make("img", { alt: `${one.point} ${say("照片", "photograph")}` });
    shown.src = await source(desk, digest);
    pictures.append(make("figure", {}, shown, make("figcaption", {}, `${one.point} ${one.about}`)));
  }
  const signed = make("div", { class: "visit-paper-signed" });
  for (const one of signatures(desk)) {
    const image = one.image ? make("img", { alt: `${one.name} ${say("签名", "signature")}` }) : null;
    if (image) image.src = await source(desk, one.image);
    signed.append(make("div", {}, `${read(words(checklist.roles, one.role))}: ${one.name} ${one.position}`, image ?? make("p", { class: "visit-typed" }, one.name), make("small", {}, moment(one.happened_at))));
  }
  sheet.append(pictures, make("h2", {}, say("签字", "Signatures")), signed, make("div", { class: "visit-seal" }, say("（盖章）", "(seal)")));
  return make("div", {},
    make("div", { class: "d-print-none form-actions" }, make("a", { class: "btn", href: "#end" }, say("返回", "Back")), make("button", { class: "btn btn-primary", type: "button", onclick: () => window.print() }, say("打印或存为 PDF", "Print or save as PDF"))),
    sheet);
}

/** The sampling sheet (抽样封样单): seal by seal, what was taken and who signed. */
function samplingSheet(desk: Desk): HTMLElement[] {
  const taken = samples(desk).filter((one) => one.item?.state !== "refused");
  if (!taken.length) return [];
  const heads = [say("封条编号", "Seal"), say("规格型号", "Model"), say("批号", "Batch"), say("数量", "Pieces"), say("封样日期和地点", "Day and place"), say("抽样人", "Taken by"), say("企业代表", "For the enterprise")];
  const cells = (one: Sealed) => [one.seal, one.model, one.batch || "—", String(one.quantity), `${one.sealed_on} ${one.place}`, one.taken_by, one.present || one.words];
  return [make("h2", {}, say("抽样封样单", "Sampling sheet")), make("table", { class: "table table-sm" },
    make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", {}, ...taken.map((one) => make("tr", {}, ...cells(one).map((said) => make("td", {}, said))))))];
}
