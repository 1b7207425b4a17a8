// Light or dark before the first line is drawn: as the reader chose, else as his system has it.
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen(): string | null {
  try { return localStorage.getItem("theme"); } catch { return null; }
}
function dress(): void {
  document.documentElement.dataset.bsTheme = chosen() ?? (dark.matches ? "dark" : "light");
}
dark.addEventListener("change", dress);
dress();

// <button data-theme-switch>: the other one; back to the system's where that is the same.
document.addEventListener("click", (event) => {
  if (!(event.target as HTMLElement).closest("[data-theme-switch]")) return;
  const other = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
  try {
    if (other === (dark.matches ? "dark" : "light")) localStorage.removeItem("theme");
    else localStorage.setItem("theme", other);
  } catch { /* no storage: for this page only */ }
  document.documentElement.dataset.bsTheme = other;
});
