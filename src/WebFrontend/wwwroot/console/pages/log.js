/** Who changed what, and when. */
import { h, replace } from "../../js/dom.js";
import { dayAndTime } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { field, form, page, pages, panel, query, table, text } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["LogLineView"]} Line */

export async function show() {
  const found = h("div", null);
  /** @param {string} [asked] */
  async function find(asked = "") {
    const list = pages(`/v1/admin/log${asked}`, (/** @type {Line[]} */ items) => table(t("c.nav.log"), [t("c.at"), t("c.actor"), t("c.action"), t("c.subject"), t("c.reason"), t("c.change")], items.map((line) => [
      dayAndTime(line.at), line.actor, line.action, line.subject, line.reason ?? "", change(line),
    ])));
    replace(found, list.element);
    await list.ready;
  }

  await find();
  return {
    title: t("c.nav.log"),
    content: page(t("c.nav.log"), null, panel(t("c.search"), form(h("div", { class: "fields" },
      field(t("c.actor"), "actor", { maxlength: 128 }), field(t("c.action"), "action", { maxlength: 128 }), field(t("c.subject"), "subject", { maxlength: 300 })), t("c.search"),
    (data) => find(query({ actor: text(data, "actor"), action: text(data, "action"), subject: text(data, "subject") })), "button")), found),
  };
}

/** @param {Line} line */
const change = (line) => h("details", null, h("summary", null, t("c.change.show")),
  h("pre", null, `− ${JSON.stringify(line.before ?? null, null, 1)}\n+ ${JSON.stringify(line.after ?? null, null, 1)}`));
