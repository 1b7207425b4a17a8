// Who logs out while something of a visit waits on this phone is asked first; it stays on the phone either way.
import { say } from "./words";

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const waiting = Number(localStorage.getItem("visit-unsent") ?? "0");
  if (!waiting || !form.action.includes("/accounts/logout/")) return;
  const question = say(
    `本机还有 ${waiting} 项现场记录没有到达机构。退出后仍保存在本机，须由本人再次登录后同步。确定退出吗?`,
    `${waiting} items of a visit on this device have not reached the house. They stay here until you log in again and send them. Log out?`,
  );
  if (!confirm(question)) event.preventDefault();
});
