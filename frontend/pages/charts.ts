// <figure data-chart="columns|rows" data-table="id"> is drawn from the table of that id: its first column names the places,
// each <th data-drawn="bar|line" data-tone="…" data-pile="…"> is a series, each <td data-value> a number. One source.
// On a canvas: no style is written into the page's text, so the content security policy has nothing to object to.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

type Chart = ReturnType<typeof echarts.init>;
const ROW = 24; // pixels of one line of a chart that goes down
const drawn = new Map<HTMLElement, Chart>();
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function text(cell: Element | null): string {
  return cell?.textContent?.trim() ?? "";
}

function series(table: HTMLTableElement, down: boolean): object[] {
  const heads = [...table.tHead!.rows[0].cells];
  return heads.flatMap((head, place) => {
    const { drawn: kind, tone, pile } = head.dataset;
    if (!kind) return [];
    const shown = colour(`--house-${tone || "note"}`);
    const numbers = [...table.tBodies[0].rows].map((row) => Number(row.cells[place]?.dataset.value ?? "0"));
    return [{
      type: kind, name: text(head), data: numbers, color: shown, stack: pile, barMaxWidth: 18, symbolSize: 6,
      itemStyle: { color: shown }, lineStyle: { width: 2 }, barGap: "10%", barCategoryGap: down ? "30%" : "35%",
    }];
  });
}

function option(figure: HTMLElement, place: HTMLElement, table: HTMLTableElement): echarts.EChartsCoreOption {
  const down = figure.dataset.chart === "rows";
  const ink = colour("--tblr-body-color"), quiet = colour("--tblr-secondary"), line = colour("--tblr-border-color");
  const names = [...table.tBodies[0].rows].map((row) => text(row.cells[0]));
  const label = { color: quiet, fontSize: 11 };
  const along = {
    type: "category", data: names, inverse: down, axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
    axisLabel: { ...label, interval: down ? 0 : "auto", hideOverlap: !down, width: down ? Math.min(150, place.clientWidth * 0.34) : undefined, overflow: "truncate" },
  };
  const up = { type: "value", minInterval: 1, axisLabel: { ...label, hideOverlap: true }, splitLine: { lineStyle: { color: line } } };
  return {
    animation: !still, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    aria: { enabled: true, decal: { show: true }, label: { description: place.getAttribute("aria-label") ?? "" } },
    grid: { left: 4, right: 14, top: 30, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { top: 0, left: 0, type: "plain", itemWidth: 16, itemHeight: 10, textStyle: { color: ink, fontSize: 12 } },
    // Drawn on the canvas as well: a tooltip of HTML would carry styles in its text.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, backgroundColor: colour("--tblr-bg-surface"), borderColor: line, textStyle: { color: ink, fontSize: 12 } },
    xAxis: down ? up : along, yAxis: down ? along : up, series: series(table, down),
  };
}

function draw(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>(".board-place");
  const table = document.getElementById(figure.dataset.table ?? "");
  if (!place || !(table instanceof HTMLTableElement)) return;
  place.hidden = false;
  const lines = table.tBodies[0].rows.length;
  place.style.height = figure.dataset.chart === "rows" ? `${Math.max(5, lines) * ROW + 50}px` : "15rem";
  const numbers = table.closest("details");
  if (numbers && !drawn.has(figure)) numbers.open = false;
  const chart = drawn.get(figure) ?? echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(figure, place, table), true);
  if (!drawn.has(figure)) new ResizeObserver(() => chart.resize()).observe(place);
  drawn.set(figure, chart);
}

function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) draw(figure);
}

new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
// Paper is white, and nothing on it can be opened.
let worn: string | undefined;
let opened: HTMLDetailsElement[] = [];
window.addEventListener("beforeprint", () => {
  worn = document.documentElement.dataset.bsTheme;
  document.documentElement.dataset.bsTheme = "light";
  opened = [...document.querySelectorAll<HTMLDetailsElement>(".board-numbers:not([open])")];
  for (const one of opened) one.open = true;
  drawAll();
});
window.addEventListener("afterprint", () => {
  document.documentElement.dataset.bsTheme = worn;
  for (const one of opened) one.open = false;
});
drawAll();
