/** Orders of all users. */
import { h, replace } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { ordersTable } from "../orders-table.js";
import { field, form, moment, page, pages, panel, query, text } from "../parts.js";

export async function show() {
  const found = h("div", null);
  /** @param {string} [asked] */
  async function find(asked = "") {
    const list = pages(`/v1/admin/orders${asked}`, ordersTable);
    replace(found, list.element);
    await list.ready;
  }

  await find();
  const statuses = /** @type {[string, string][]} */ ([["", t("c.all")], ...["awaiting_payment", "paid", "cancelled", "expired"].map((status) => [status, t(`c.order.${status}`)])]);
  return {
    title: t("c.nav.orders"),
    content: page(t("c.nav.orders"), null, panel(t("c.search"), form(h("div", { class: "fields" },
      field(t("c.user"), "user", { maxlength: 128 }), field(t("c.status"), "status", { type: "select" }, statuses), field(t("c.sku"), "sku", { maxlength: 128 }),
      field(t("c.from"), "from", { type: "datetime-local" }), field(t("c.to"), "to", { type: "datetime-local" })), t("c.search"), (data) => find(query({
      user: text(data, "user"), status: text(data, "status"), sku: text(data, "sku"), from: moment(data, "from"), to: moment(data, "to"),
    })), "button")), found),
  };
}
