/**
 * Parts that the console's pages share: tables, forms, what became of a call.
 *
 * @typedef {import("../js/dom.js").Child} Child
 * @typedef {import("../js/api.js").Refused} Refused
 */
import { call } from "../js/api.js";
import { h, replace } from "../js/dom.js";
import { has, t } from "../js/i18n.js";
import { say } from "../js/parts.js";
import { reload } from "../js/router.js";

let fields = 0;

/**
 * A page under its title.
 * @param {string} title
 * @param {Child} actions
 * @param {...Child} content
 */
export const page = (title, actions, ...content) => h("div", { class: "page" }, h("div", { class: "head" }, h("h1", null, title), h("div", { class: "row" }, actions)), ...content);

/** @param {string} title @param {...Child} content */
export const panel = (title, ...content) => h("section", { class: "panel" }, h("h2", null, title), ...content);

/**
 * A table that scrolls by itself where it is wider than the screen.
 * @param {string} caption
 * @param {string[]} heads those that begin with # are of numbers
 * @param {Child[][]} rows
 */
export function table(caption, heads, rows) {
  const isNumber = heads.map((head) => head.startsWith("#"));
  const row = (/** @type {Child[]} */ cells) => h("tr", null, cells.map((cell, i) => h("td", { class: isNumber[i] ? "n" : null }, cell)));
  return h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: heads.length > 4 ? "is-wide" : null },
      h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col", class: head.startsWith("#") ? "n" : null }, head.replace(/^#/, "") || h("span", { class: "hidden-text" }, t("c.actions")))))),
      h("tbody", null, rows.length > 0 ? rows.map(row) : h("tr", null, h("td", { colspan: heads.length, class: "quiet" }, t("c.none"))))));
}

/**
 * A field with its label. The control has the name.
 * @param {string} label
 * @param {string} name
 * @param {Record<string, unknown>} [props] of the input; `type` may be select, textarea
 * @param {[string, string][]} [options] of a select: values and texts
 */
export function field(label, name, props = {}, options = []) {
  const id = `f${++fields}`;
  const { type = "text", value = "", ...more } = props;
  const control = type === "select"
    ? h("select", { id, name, ...more }, options.map(([option, text]) => h("option", { value: option, selected: option === value }, text)))
    : type === "textarea"
      ? h("textarea", { id, name, rows: 3, ...more }, String(value))
      : h("input", { id, name, type, value: type === "file" ? null : value, ...more });
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

/**
 * A form that does one thing at a time and says what became of it.
 * @param {Child} content
 * @param {string} submit the text of its button
 * @param {(data: FormData, form: HTMLFormElement) => Promise<Refused | null | void>} act
 * @param {string} [look] of the button
 */
export function form(content, submit, act, look = "button first") {
  const outcome = h("div", { "aria-live": "polite" });
  const button = h("button", { class: look, type: "submit" }, submit);
  /** @type {HTMLFormElement} */
  const element = h("form", {
    class: "stack",
    on: {
      submit: async (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        button.disabled = true;
        replace(outcome);
        try {
          const refused = await act(new FormData(element), element);
          if (refused) {
            replace(outcome, refusal(refused));
          }
        } catch (failure) {
          replace(outcome, refusal(unanswered(failure)));
        } finally {
          button.disabled = false;
        }
      },
    },
  }, content, h("div", { class: "row" }, button), outcome);
  return element;
}

/**
 * An answer that did not come, as a refusal. Whatever else failed is a fault of the page.
 * @param {unknown} failure
 * @returns {Refused}
 */
export function unanswered(failure) {
  if (failure instanceof TypeError) {
    return { ok: false, status: 0, code: "unknown", problem: {}, retryAfter: 0 };
  }

  throw failure;
}

/** @param {Refused} refused @returns {HTMLElement} what is wrong, with each field's reason */
export const refusal = (refused) => h("div", { class: "note is-bad" },
  h("p", null, words(refused)),
  Object.entries(refused.problem.errors ?? {}).map(([name, reasons]) => h("p", { class: "small" }, h("strong", null, name), " ", reasons.join(", "))));

/** @param {Refused} refused */
export function words(refused) {
  const name = `c.error.${refused.code}`;
  return refused.earlier ? t(name, { what: listed(refused.earlier.body) }) : has(name) ? t(name, { .../** @type {Record<string, string | number>} */ (refused.problem) }) : t("c.error", { code: refused.code, title: refused.problem.title ?? "" });
}

/** The values of a body, as a sentence takes them. @param {unknown} value @returns {string} */
const listed = (value) => Array.isArray(value) ? value.map(listed).join(", ")
  : typeof value === "object" && value !== null ? Object.values(value).map(listed).join(" · ") : String(value);

/** Tells that something is done. */
export const done = () => say(t("c.done"));

/**
 * Shows the page anew after something was changed, also where it was an earlier call that had to be settled first.
 * @param {import("../js/api.js").Result<unknown>} result
 * @returns {Promise<Refused | null>} what was refused; null: the page is shown anew
 */
export async function after(result) {
  if (!result.ok && !result.earlier) {
    return result;
  }

  if (result.ok) {
    done();
  }

  await reload();
  if (!result.ok) {
    document.getElementById("main")?.prepend(h("div", { role: "alert" }, refusal(result)));
  }

  return null;
}

/**
 * What cannot be read, with a way to try again.
 * @param {Refused} refused
 */
export const unread = (refused) => refusal(refused);

/** @param {string} text @param {"good" | "bad" | ""} [kind] */
export const mark = (text, kind = "") => h("span", { class: kind ? `mark is-${kind}` : "mark" }, text);

/**
 * A list that is read page by page.
 * @template T
 * @param {string} path with its query
 * @param {(items: T[]) => Node} show
 */
export function pages(path, show) {
  const [list, more, failed] = [h("div", { class: "stack" }), h("div", { class: "row" }), h("div", { role: "alert" })];
  /** @param {string} [cursor] @param {HTMLButtonElement} [button] */
  async function read(cursor, button) {
    const address = cursor ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : path;
    if (button) {
      button.disabled = true;
    }

    /** @type {import("../js/api.js").Result<{items: T[], next?: string}>} */
    const answer = await call(address);
    replace(failed, !answer.ok && unread(answer));
    if (!answer.ok) {
      if (button) {
        button.disabled = false;
      }

      return;
    }

    const { items, next } = answer.data;
    if (items.length > 0 || !cursor) {
      list.append(show(items));
    }

    const onward = next && h("button", { class: "button small", type: "button", on: { click: () => void read(next, onward || undefined) } }, t("c.more"));
    replace(more, onward);
  }

  return { element: h("div", { class: "stack" }, list, failed, more), ready: read() };
}

/** @param {FormData} data @param {string} name @returns {string} */
export const text = (data, name) => String(data.get(name) ?? "").trim();

/** @param {FormData} data @param {string} name @returns {number} */
export const count = (data, name) => Number(text(data, name));

/** @param {FormData} data @param {string} name @returns {string} the moment of a local date and time, RFC 3339; empty: none was given */
export const moment = (data, name) => text(data, name) ? new Date(text(data, name)).toISOString() : "";

/** @param {string | number} time @returns {string} as a field for local date and time takes it */
export function localTime(time) {
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

/** @param {Record<string, string>} values @returns {string} a query of those that are there, with its question mark */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

/** @param {string} section @param {string} id */
export const link = (section, id, words = id) => h("a", { href: `/console/${section}/${encodeURIComponent(id)}` }, words);
