/** A product: its pictures, its colours and sizes with what is left of each, and the two ways to have it. */
import { call } from "../api.js";
import { colourOf } from "../art.js";
import { addToCart } from "../cart.js";
import { h, renew, replace, write } from "../dom.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { colourOption, imageOf, isColour, offerUnits, picture, priceTag, radios, reasonOf, say, stockWords } from "../parts.js";
import { navigate } from "../router.js";
import { user } from "../session.js";

/** The most units that the page offers of one variant. */
const MOST = 10;

/** @typedef {import("../parts.js").Schemas} Schemas */

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ params, query }) {
  const id = params["id"] ?? "";
  /** @type {import("../api.js").Result<Schemas["ProductView"]>} */
  const answer = await call(`/v1/products/${encodeURIComponent(id)}`);
  if (!answer.ok) {
    if (answer.status === 404 || answer.status === 422) {
      return { title: t("missing"), content: h("section", { class: "empty" }, h("h1", null, t("missing")), h("a", { class: "button", href: "/products" }, t("cart.shop"))) };
    }

    throw new TypeError("The product cannot be read.");
  }

  const product = answer.data;
  const stock = new Map(product.variants.map((variant) => [variant.sku, variant.stock]));
  const begin = product.variants.find((variant) => variant.sku === query.get("sku")) ?? product.variants.find((variant) => variant.stock > 0) ?? product.variants[0];
  /** @type {Record<string, string>} */
  const chosen = { ...begin?.options };
  const [gallery, choices, state, price, matrix] = [h("div", { class: "gallery" }), h("div", { class: "stack" }), h("p", { class: "state", role: "status" }), h("p", { class: "lead" }), h("div")];
  const quantity = h("select", { id: "quantity", name: "quantity" });
  const buy = h("button", { class: "button first", type: "submit" }, t("product.buy"));
  const add = h("button", { class: "button", type: "button", on: { click: () => void put() } }, t("product.add"));

  /** @param {Record<string, string>} options */
  const variantOf = (options) => product.variants.find((variant) => product.options.every((option) => variant.options[option.name] === options[option.name]));
  const left = () => stock.get(variantOf(chosen)?.sku ?? "") ?? 0;

  for (const option of product.options) {
    choices.append(radios(option.name === "Color" ? t("list.colour") : option.name === "Size" ? t("list.size") : option.name, `option-${option.name}`,
      option.values.map((value) => ({ value, label: value, isChosen: chosen[option.name] === value, note: "", ...(isColour(option.name) ? { colour: colourOf(value) } : {}) })),
      (value) => {
        chosen[option.name] = value;
        draw();
      }));
  }

  function drawChoices() {
    for (const option of product.options) {
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (choices.querySelectorAll(`input[name="${CSS.escape(`option-${option.name}`)}"]`))) {
        const isGone = (stock.get(variantOf({ ...chosen, [option.name]: input.value })?.sku ?? "") ?? 0) <= 0;
        const label = input.closest("label");
        label?.classList.toggle("is-gone", isGone);
        write(/** @type {Element} */ (label?.querySelector(".choice-note")), isGone ? t("soldOut") : "");
      }
    }
  }

  /** What the gallery shows. */
  let shown = "";

  function draw() {
    const variant = variantOf(chosen);
    drawStock();
    replace(price, priceTag(variant?.price ?? product.price, variant?.compareAtPrice ?? product.compareAtPrice));
    const colour = chosen[colourOption(product)?.name ?? ""];
    const first = variant?.imageUrl ?? imageOf(product, colour);
    const look = `${colour} ${first}`;
    if (shown !== look) {
      shown = look;
      const others = product.images.length > 1 ? product.images.filter((image) => image.url !== first) : [];
      const pictures = [{ url: first, alt: product.images.find((image) => image.url === first)?.alt }, ...others];
      replace(gallery, others.length > 0
        ? pictures.map((image, i) => picture(product, colour, image.url, image.alt ?? t("product.image", { name: product.name, n: i + 1 })))
        : picture(product, colour, first));
    }
  }

  /** Writes what has sold, and leaves alone what somebody may be choosing. */
  function drawStock() {
    const units = left();
    drawChoices();
    renew(state, variantOf(chosen) ? stockWords(units) ?? h("span", { class: "tag" }, t("inStock")) : t("product.notMade"));
    buy.disabled = add.disabled = units <= 0;
    const most = Math.max(1, Math.min(MOST, units));
    offerUnits(quantity, most, Math.min(Number(quantity.value) || 1, most));
    renew(matrix, table(product, stock));
  }

  const back = () => navigate(`/sign-in?back=${encodeURIComponent(`/products/${encodeURIComponent(id)}?sku=${encodeURIComponent(variantOf(chosen)?.sku ?? "")}`)}`);

  async function put() {
    const variant = variantOf(chosen);
    if (!user()) {
      back();
    } else if (variant) {
      add.disabled = true;
      const done = await addToCart(variant.sku, Number(quantity.value));
      add.disabled = left() <= 0;
      say(done.ok ? t("product.added") : done.code === "unknown" ? t("unknown") : reasonOf(done));
    }
  }

  function checkout() {
    const variant = variantOf(chosen);
    if (variant) {
      navigate(`/checkout?${new URLSearchParams({ product: product.id, sku: variant.sku, quantity: quantity.value })}`);
    }
  }

  draw();
  const stop = follow({ products: [product.id] }, {
    product: (live) => {
      // What is taken off sale is told without variants.
      const told = new Map(live.variants.map((variant) => [variant.sku, variant.stock]));
      product.variants.forEach((variant) => stock.set(variant.sku, told.get(variant.sku) ?? 0));
      drawStock();
    },
  });
  return {
    title: product.name,
    stop,
    content: h("article", { class: "product" },
      gallery,
      h("div", { class: "product-side" },
        product.vendor && h("p", { class: "quiet small" }, product.vendor),
        h("h1", null, product.name),
        price,
        product.description && h("p", { class: "quiet" }, product.description),
        h("form", { class: "stack", on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); checkout(); } } },
          choices,
          state,
          h("div", { class: "field narrow" }, h("label", { for: "quantity" }, t("product.quantity")), quantity),
          h("div", { class: "buy" }, buy, add)),
        product.options.length === 2 && h("details", { class: "matrix" }, h("summary", null, t("product.stock")), matrix))),
  };
}

/** @param {Schemas["ProductView"]} product @param {Map<string, number>} stock */
function table(product, stock) {
  const [rows, columns] = product.options;
  if (!rows || !columns) {
    return null;
  }

  return h("table", null,
    h("thead", null, h("tr", null, h("td"), columns.values.map((value) => h("th", { scope: "col" }, value)))),
    h("tbody", null, rows.values.map((row) => h("tr", null, h("th", { scope: "row" }, row), columns.values.map((column) => {
      const variant = product.variants.find((it) => it.options[rows.name] === row && it.options[columns.name] === column);
      return h("td", null, variant ? stockWords(stock.get(variant.sku) ?? 0) ?? t("inStock") : "–");
    })))));
}
