/** Files for spreadsheets. They are fetched with the token in a header, and kept in this page until the browser has saved them. */
import { h } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { signedOut, token } from "../../js/session.js";
import { field, form, localTime, moment, page, panel } from "../parts.js";

/** Which there are, and whether they are of a time. */
const FILES = /** @type {[string, boolean][]} */ ([["orders", true], ["entries", true], ["products", false], ["log", true]]);

/** The longest that a file may take, in milliseconds. */
const PATIENCE = 600000;

export async function show() {
  const today = new Date().setHours(0, 0, 0, 0);
  return {
    title: t("c.nav.exports"),
    content: page(t("c.nav.exports"), null, h("div", { class: "columns" }, FILES.map(([name, isOfTime]) => panel(t(`c.export.${name}`), form(
      isOfTime && h("div", { class: "fields" },
        field(t("c.from"), "from", { type: "datetime-local", required: true, value: localTime(today - 7 * 86400000) }),
        field(t("c.to"), "to", { type: "datetime-local", required: true, value: localTime(today + 86400000) })),
      t("c.export"), (data) => save(name, isOfTime ? `?${new URLSearchParams({ from: moment(data, "from"), to: moment(data, "to") })}` : ""), "button"))))),
  };
}

/** @param {string} name @param {string} query @returns {Promise<import("../../js/api.js").Refused | null>} */
async function save(name, query) {
  const bearer = token() ?? "";
  try {
    const answer = await fetch(`/v1/admin/export/${name}.csv${query}`, { headers: { Authorization: `Bearer ${bearer}` }, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) {
      if (answer.status === 401) {
        signedOut(bearer);
      }

      const problem = await answer.json();
      return { ok: false, status: answer.status, code: problem.code, problem, retryAfter: 0 };
    }

    const address = URL.createObjectURL(await answer.blob());
    h("a", { href: address, download: `${name}.csv` }).click();
    URL.revokeObjectURL(address);
    return null;
  } catch (failure) {
    if (failure instanceof TypeError || failure instanceof DOMException) {
      return { ok: false, status: 0, code: "unknown", problem: {}, retryAfter: 0 };
    }

    throw failure;
  }
}
