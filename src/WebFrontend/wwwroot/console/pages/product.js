/** A product: what is said of it, and the stock of its variants. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { once } from "../../js/once.js";
import { optionWords } from "../../js/parts.js";
import { after, count, field, form, page, panel, table, text, unread, words } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["ProductView"]} Product */

/** @param {{params: Record<string, string>}} place */
export async function show({ params }) {
  const path = `/v1/admin/products/${encodeURIComponent(params["id"] ?? "")}`;
  /** @type {import("../../js/api.js").Result<Product>} */
  const answer = await call(path);
  if (!answer.ok) {
    return { title: t("c.nav.products"), content: page(params["id"] ?? "", null, unread(answer)) };
  }

  const product = answer.data;
  return {
    title: product.name,
    content: page(product.name, product.status === "active" && h("a", { class: "button small", href: `/products/${encodeURIComponent(product.id)}`, target: "_blank" }, t("c.inShop")),
      panel(t("c.stock"), table(t("c.stock"), [t("c.variant"), `#${t("c.price")}`, `#${t("c.stock")}`, t("c.stock.move")], product.variants.map((variant) => [
        optionWords(variant.options) || variant.sku, won(variant.price), number(variant.stock), stockForm(variant.sku),
      ]))),
      panel(t("c.edit"), editForm(path, product, answer.etag)),
      product.status !== "archived" && panel(t("c.archive"), form(h("p", null, t("c.archive.why")), t("c.archive"), async () => {
        const gone = await call(path, { method: "DELETE", ifMatch: answer.etag });
        return after(gone);
      }, "button"))),
  };
}

/** @param {string} sku */
function stockForm(sku) {
  const input = h("input", { class: "input short", name: "delta", type: "number", required: true, step: 1, "aria-label": `${t("c.stock.delta")} ${sku}` });
  const button = h("button", { class: "button small", type: "submit", "aria-label": `${t("c.stock.add")} ${sku}` }, t("c.stock.add"));
  return h("form", {
    class: "row", on: {
      submit: async (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        button.disabled = true;
        const refused = await after(await once(`stock:${sku}`, `/v1/admin/stock/${encodeURIComponent(sku)}`, { delta: Number(input.value) }));
        button.disabled = false;
        if (refused) {
          input.setCustomValidity(words(refused));
          input.reportValidity();
          input.addEventListener("input", () => input.setCustomValidity(""), { once: true });
        }
      },
    },
  }, input, button);
}

/** @param {string} path @param {Product} product @param {string | null} etag */
const editForm = (path, product, etag) => form([
  h("div", { class: "fields" },
    field(t("c.name"), "name", { value: product.name, required: true, maxlength: 300 }),
    field(t("c.status"), "status", { type: "select", value: product.status ?? "active" }, ["active", "draft", "archived"].map((status) => [status, t(`c.status.${status}`)])),
    field(t("c.vendor"), "vendor", { value: product.vendor ?? "", maxlength: 300 }),
    field(t("c.type"), "type", { value: product.type ?? "", maxlength: 300 }),
    field(t("c.tags"), "tags", { value: product.tags.join(", ") }),
    field(t("c.image"), "imageUrl", { value: product.imageUrl ?? "", type: "url", maxlength: 2000 })),
  field(t("c.description"), "description", { type: "textarea", value: product.description ?? "", maxlength: 20000 }),
  h("div", { class: "fields" }, product.variants.map((variant) =>
    field(`${t("c.price")} ${optionWords(variant.options) || variant.sku}`, `price ${variant.sku}`, { type: "number", min: 0, step: 1, required: true, value: variant.price }))),
], t("c.save"), async (data) => after(await call(path, {
  method: "PUT", ifMatch: etag, body: {
    name: text(data, "name"), status: text(data, "status"), options: product.options, tags: text(data, "tags").split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""),
    ...given({ vendor: text(data, "vendor"), type: text(data, "type"), description: text(data, "description") }),
    ...pictures(product, text(data, "imageUrl")),
    variants: product.variants.map(({ sku, options, compareAtPrice, imageUrl }) => ({
      sku, options, price: count(data, `price ${sku}`), ...(compareAtPrice === undefined ? {} : { compareAtPrice }), ...(imageUrl === undefined ? {} : { imageUrl }),
    })),
  },
})));

/** Those that are not empty. @param {Record<string, string>} values */
const given = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/**
 * The first picture is the product's; the others stay.
 * @param {Product} product
 * @param {string} url of the first; empty: it is taken away
 */
function pictures({ images, imageUrl = "" }, url) {
  if (url === imageUrl) {
    return { images, ...given({ imageUrl }) };
  }

  const others = images.filter((image) => image.url !== imageUrl && image.url !== url);
  return { images: [...(url === "" ? [] : [images.find((image) => image.url === url) ?? { url }]), ...others], ...given({ imageUrl: url }) };
}
