/** Money, times and the server's clock. */
import { lang } from "./i18n.js";

/** @param {number} amount @returns {string} 29,000원 or ₩29,000 */
export function won(amount) {
  const digits = Math.abs(amount).toLocaleString("en-US");
  const sign = amount < 0 ? "−" : "";
  return lang() === "ko" ? `${sign}${digits}원` : `${sign}₩${digits}`;
}

/** @param {number} count @returns {string} */
export const number = (count) => count.toLocaleString("en-US");

/** @type {Partial<Record<Intl.LDMLPluralRule, string>>} what follows a number in English */
const ENDINGS = { one: "st", two: "nd", few: "rd" };

/** @param {number} place @returns {string} 73rd; 73 in Korean, where a word follows */
export const ordinal = (place) => number(place) + (lang() === "ko" ? "" : ENDINGS[new Intl.PluralRules("en", { type: "ordinal" }).select(place)] ?? "th");

/** @param {string} time RFC 3339 @returns {string} the time of the day, to the minute */
export const clockTime = (time) => formatted(time, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** @param {string} time RFC 3339 @returns {string} the time of the day, to the second */
export const exactTime = (time) => formatted(time, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** @param {string} time RFC 3339 @returns {string} */
export const day = (time) => formatted(time, { year: "numeric", month: "short", day: "numeric" });

/** @param {string} time RFC 3339 @returns {string} */
export const dayAndTime = (time) => formatted(time, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** @param {string} time @param {Intl.DateTimeFormatOptions} options */
const formatted = (time, options) => new Intl.DateTimeFormat(lang() === "ko" ? "ko-KR" : "en-GB", options).format(new Date(time));

/**
 * What is left of a time in milliseconds, as it stands on a watch.
 * @param {number} left
 * @returns {{days: number, text: string}}
 */
export function watch(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return { days: Math.floor(seconds / 86400), text: `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` };
}

// The server's Date is cut to the second and renewed once a second, so it may be up to two seconds old, and the answer was made at some instant
// between asking and hearing it. Each answer bounds how far that clock is from this one; all of them together bound it better.
let [least, most] = [-Infinity, Infinity];

/** @param {string | null} date of an answer that came from the server @param {number} asked @param {number} heard */
export function observe(date, asked, heard) {
  const second = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(second)) {
    return;
  }

  const [low, high] = [second - heard, second + 2000 - asked];
  [least, most] = low > most || high < least ? [low, high] : [Math.max(least, low), Math.min(most, high)];
}

/** @returns {number} now by the server's clock, in milliseconds; by this one before the server has answered */
export const now = () => Date.now() + (Number.isFinite(least) && Number.isFinite(most) ? (least + most) / 2 : 0);
