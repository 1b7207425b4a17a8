// Words in the reader's language, moments as he writes them.
export interface Words { zh: string; en: string }

const english = document.documentElement.lang.startsWith("en");

export const say = (zh: string, en: string): string => (english ? en : zh);
export const read = (words: Words | null | undefined): string => (words ? (english ? words.en : words.zh) : "");

const two = (value: number): string => String(value).padStart(2, "0");

/** Day and minute of an ISO moment, by the phone's own zone. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return "—";
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** How far the phone's clock is off, in words; empty below five minutes. */
export function clockWords(off: number | null): string {
  if (off === null || Math.abs(off) < 300) return "";
  const minutes = Math.round(Math.abs(off) / 60);
  const days = Math.round(minutes / 1440);
  const [zh, en] = days > 1 ? [`${days} 天`, `${days} days`] : [`${minutes} 分钟`, `${minutes} minutes`];
  return off > 0 ? say(`手机时钟快 ${zh}`, `the phone's clock is ${en} fast`) : say(`手机时钟慢 ${zh}`, `the phone's clock is ${en} slow`);
}

/** The day of law (Asia/Shanghai) at the phone's moment, with the error of its clock taken off (seconds). */
export function dayThere(off = 0): string {
  return new Date(Date.now() - off * 1000 + 8 * 3_600_000).toISOString().slice(0, 10);
}
