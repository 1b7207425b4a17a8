// The table of results: Enter and the arrows go down the column, and what was copied from a spreadsheet fills the cells
// to the right and below. Without this script every cell is typed, or a table is read in.
type Cell = HTMLInputElement | HTMLSelectElement;

const CELLS = "[data-column]";

function rowsOf(table: Element): Cell[][] {
  return [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll<Cell>(CELLS)]);
}

function placeOf(cell: Cell): { rows: Cell[][]; row: number; column: number } {
  const rows = rowsOf(cell.closest("table.results") as Element);
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: rows[row].indexOf(cell) };
}

function go(cell: Cell, step: number): void {
  const { rows, row, column } = placeOf(cell);
  const next = rows[row + step]?.[column];
  next?.focus();
  if (next instanceof HTMLInputElement) next.select();
}

// P, pass, 合格: a verdict is chosen by its letter, by its word, or by the whole line that the list shows.
function write(cell: Cell, text: string): void {
  if (cell instanceof HTMLInputElement) {
    cell.value = text.slice(0, cell.maxLength > 0 ? cell.maxLength : undefined);
    return;
  }
  const wanted = text.trim().toLowerCase();
  const found = [...cell.options].find((one) => {
    const shown = one.text.trim().toLowerCase();
    return one.value.toLowerCase() === wanted || shown === wanted || shown.split(/\s+/).slice(1).join(" ") === wanted;
  });
  if (found) cell.value = found.value;
}

document.addEventListener("keydown", (event) => {
  const cell = (event.target as Element).closest<Cell>(`table.results ${CELLS}`);
  if (!cell || event.isComposing || event.ctrlKey || event.metaKey) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  // A list keeps its own arrows: there they choose.
  if (event.key !== "Enter" && cell instanceof HTMLSelectElement && !event.altKey) return;
  event.preventDefault();
  go(cell, step);
});

document.addEventListener("paste", (event) => {
  const cell = (event.target as Element).closest<Cell>(`table.results ${CELLS}`);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const { rows, row, column } = placeOf(cell);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const target = rows[row + down]?.[column + right];
      if (target) write(target, value.trim());
    });
  });
  cell.dispatchEvent(new Event("change", { bubbles: true }));
});

// What was typed and not kept is not lost by a slip: the browser asks before it leaves the page.
let changed = false;
document.addEventListener("change", (event) => {
  if ((event.target as Element).closest(".report-page")) changed = true;
});
document.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
