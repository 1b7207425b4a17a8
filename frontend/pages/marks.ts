// Ordering marks: the preview follows what is typed; prices and the last word are the server's.
const page = document.querySelector<HTMLElement>("[data-marks]");
if (page) {
  const proportion = Number(page.dataset.b) / Number(page.dataset.a);
  const width = page.querySelector<HTMLInputElement>("input[name=width_mm]");
  const preview = page.querySelector<HTMLElement>("[data-preview]");
  const said = page.querySelector<HTMLElement>("[data-size]");
  const show = () => {
    const figure = preview?.querySelector("svg");
    const long = Number(width?.value);
    if (!figure || !(long > 0) || long > 1000) return;
    const short = Math.round(long * proportion * 10) / 10;
    figure.setAttribute("width", `${long}mm`);
    figure.setAttribute("height", `${short}mm`);
    if (said) said.textContent = `${long} × ${short} mm`;
  };
  width?.addEventListener("input", show);
  show();

  const total = page.querySelector<HTMLElement>("[data-total]");
  const lines = [...page.querySelectorAll<HTMLInputElement>("input[data-price]")];
  const add = () => {
    const sum = lines.reduce((so, one) => so + Number(one.value || 0) * Number(one.dataset.price), 0);
    if (total) total.textContent = `¥ ${sum.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  };
  for (const one of lines) one.addEventListener("input", add);
  add();
}
