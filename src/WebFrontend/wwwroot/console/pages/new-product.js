/** A product that is new: with one option and a variant for each of its values, or with a single variant. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { navigate } from "../../js/router.js";
import { count, done, field, form, page, panel, text } from "../parts.js";

export async function show() {
  return {
    title: t("c.product.new"),
    content: page(t("c.product.new"), null, panel(t("c.product.new"), form(h("div", { class: "fields" },
      field(t("c.id"), "id", { required: true, maxlength: 100, pattern: "[^\\/]+" }), field(t("c.name"), "name", { required: true, maxlength: 300 }),
      field(t("c.price"), "price", { type: "number", min: 0, step: 1, required: true }), field(t("c.stock.each"), "stock", { type: "number", min: 0, step: 1, required: true, value: 0 }),
      field(t("c.option"), "option", { maxlength: 100 }), field(t("c.values"), "values")), t("c.save"), save))),
  };
}

/** @param {FormData} data */
async function save(data) {
  const [id, option] = [text(data, "id"), text(data, "option")];
  const values = option ? text(data, "values").split(",").map((value) => value.trim()).filter((value) => value !== "") : [];
  const variant = { price: count(data, "price"), stock: count(data, "stock") };
  const body = {
    name: text(data, "name"), options: values.length > 0 ? [{ name: option, values }] : [],
    variants: values.length > 0 ? values.map((value) => ({ sku: `${id}-${value}`, options: { [option]: value }, ...variant })) : [{ sku: id, ...variant }],
  };

  // An id that is taken is another product's.
  const saved = await call(`/v1/admin/products/${encodeURIComponent(id)}`, { method: "PUT", body, isNew: true });
  if (!saved.ok) {
    return saved.code === "precondition_failed" ? { ...saved, code: "id_taken" } : saved;
  }

  done();
  navigate(`/console/products/${encodeURIComponent(id)}`);
  return null;
}
