/** Products of every status. */
import { h, replace } from "../../js/dom.js";
import { number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { field, form, link, mark, page, pages, panel, query, table, text } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["ProductView"]} Product */

export async function show() {
  const found = h("div", null);
  /** @param {string} [asked] */
  async function find(asked = "") {
    const list = pages(`/v1/admin/products${asked}`, (/** @type {Product[]} */ items) => table(t("c.nav.products"),
      [t("c.name"), t("c.status"), `#${t("c.price")}`, `#${t("c.stock")}`, `#${t("c.sold")}`], items.map((product) => [
        link("products", product.id, product.name), mark(t(`c.status.${product.status}`), product.status === "active" ? "good" : ""), won(product.price),
        number(product.variants.reduce((sum, variant) => sum + variant.stock, 0)), number(product.unitsSold ?? 0),
      ])));
    replace(found, list.element);
    await list.ready;
  }

  await find();
  const statuses = /** @type {[string, string][]} */ ([["", t("c.all")], ...["active", "draft", "archived"].map((status) => [status, t(`c.status.${status}`)])]);
  return {
    title: t("c.nav.products"),
    content: page(t("c.nav.products"),
      [h("a", { class: "button small", href: "/console/import" }, t("c.import")), h("a", { class: "button small first", href: "/console/new-product" }, t("c.product.new"))],
      panel(t("c.search"), form(h("div", { class: "fields" }, field(t("c.words"), "q", { type: "search", maxlength: 100 }), field(t("c.status"), "status", { type: "select" }, statuses)),
        t("c.search"), (data) => find(query({ q: text(data, "q"), status: text(data, "status") })), "button")),
      found),
  };
}
