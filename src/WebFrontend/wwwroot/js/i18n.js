/** The language of the page: of the address (?lang=en), else as chosen before, else as the browser prefers; Korean where none of them is known. */
import { texts } from "./texts.js";

/** @typedef {"ko" | "en"} Lang */

const KEY = "lang";

/** @type {Record<Lang, Record<string, string>>} */
const all = { ko: { ...texts.ko }, en: { ...texts.en } };
const current = choose();
document.documentElement.lang = current;

/** @returns {Lang} */
export const lang = () => current;

/**
 * Adds the texts of more pages.
 * @param {Record<Lang, Record<string, string>>} more
 */
export function addTexts(more) {
  Object.assign(all.ko, more.ko);
  Object.assign(all.en, more.en);
}

/**
 * The text of a name, with {these} filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(name, values = {}) {
  const text = all[current][name];
  if (text === undefined) {
    throw new Error(`There is no text "${name}".`);
  }

  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** @param {string} name @returns {boolean} whether there is such a text */
export const has = (name) => all[current][name] !== undefined;

/** Shows everything in another language from now on. @param {Lang} next */
export function speak(next) {
  localStorage.setItem(KEY, next);
  const address = new URL(location.href);
  address.searchParams.delete("lang");

  // To a fragment of the page that is shown, the browser would only scroll.
  address.hash = "";
  location.replace(address);
}

/** @returns {Lang} */
function choose() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (isKnown(asked)) {
    localStorage.setItem(KEY, asked);
    return asked;
  }

  const before = localStorage.getItem(KEY);
  return isKnown(before) ? before : navigator.languages.map((name) => name.slice(0, 2)).find(isKnown) ?? "ko";
}

/** @param {string | null} name @returns {name is Lang} */
function isKnown(name) {
  return name === "ko" || name === "en";
}
