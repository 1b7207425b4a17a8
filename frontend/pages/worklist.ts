// Ticks in the worklist (a range with shift, all of the page, how many), and giving many cases one by one with progress.
const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-worklist] input[name=case]")];
const all = document.querySelector<HTMLInputElement>("[data-tick-all]");
const place = document.querySelector<HTMLElement>("[data-ticked]");
const words = place?.querySelector<HTMLElement>("[data-ticked-words]")?.textContent ?? "{n}";
const count = place?.querySelector<HTMLElement>("[data-ticked-count]");
let last: HTMLInputElement | null = null;

function told(): void {
  const many = boxes.filter((one) => one.checked).length;
  if (count) count.textContent = many ? words.replace("{n}", String(many)) : "";
  if (all) {
    all.checked = many > 0 && many === boxes.length;
    all.indeterminate = many > 0 && many < boxes.length;
  }
}
for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const one of boxes.slice(from, (to ?? 0) + 1)) one.checked = box.checked;
    }
    last = box;
    told();
  });
}
if (all && boxes.length) {
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const box of boxes) box.checked = all.checked;
    told();
  });
}
told();

// Each case is sent by itself, under its own uid: what is interrupted can be sent again, nothing is done twice.
const form = document.querySelector<HTMLFormElement>("form[data-assign]");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void give(form);
});

async function give(sent: HTMLFormElement): Promise<void> {
  const button = sent.querySelector<HTMLButtonElement>("button.btn-primary");
  const bar = sent.querySelector<HTMLProgressElement>("[data-progress]");
  const said = sent.querySelector<HTMLElement>("[data-progress-words]");
  const keys = new FormData(sent).getAll("case").map(String);
  if (button) button.disabled = true;
  if (bar) bar.hidden = false;
  let done = 0;
  for (const key of keys) {
    const content = new FormData(sent);
    content.delete("case");
    content.set("only", key);
    const result = sent.querySelector<HTMLElement>(`[data-result="${key}"]`);
    try {
      const answer = await fetch(sent.action, { method: "POST", body: content });
      if (result && [200, 409].includes(answer.status)) result.innerHTML = await answer.text();
      else throw new Error(String(answer.status));
    } catch {
      document.querySelector<HTMLElement>("[data-announce]")?.removeAttribute("hidden");
      break;
    }
    done += 1;
    if (bar) bar.value = done;
    if (said) said.textContent = (said.dataset.words ?? "").replace("{n}", String(done)).replace("{all}", String(keys.length));
  }
  if (button) button.disabled = false;
}
export {};
