/**
 * Small parts that pages share.
 *
 * @typedef {import("./contract").components["schemas"]} Schemas
 * @typedef {Schemas["ProductView"]} Product
 * @typedef {Schemas["Discount"]} Discount
 * @typedef {Schemas["CampaignView"]} Campaign
 */
import { colourOf, drawing } from "./art.js";
import { h, replace } from "./dom.js";
import { now, number, watch, won } from "./format.js";
import { has, t } from "./i18n.js";

/** From how many on a stock is told. */
const FEW = 5;

/**
 * Tells the user something in passing; a screen reader reads it.
 * @param {string} text
 */
export function say(text) {
  const toast = h("p", null, text);
  const said = document.getElementById("said");
  [...said?.children ?? []].filter((earlier) => earlier.textContent === text).forEach((earlier) => earlier.remove());
  said?.append(toast);
  setTimeout(() => toast.remove(), 5000);
}

/** Takes away what was said: the user goes on to something else. */
export const quiet = () => document.getElementById("said")?.replaceChildren();

/**
 * What stands where something could not be shown.
 * @param {string} text
 * @param {() => void} again
 */
export const problem = (text, again) =>
  h("section", { class: "empty" }, h("h1", null, text), h("button", { class: "button", type: "button", on: { click: again } }, t("again")));

/**
 * Why a call was refused, in the language of the page.
 * @param {import("./api.js").Refused} refused
 */
export const reasonOf = ({ code }) => has(`error.${code}`) ? t(`error.${code}`) : t("error.other", { code });

/** An answer that did not come is told on the page. Whatever else failed is a fault of the page, and the console tells of it. @param {unknown} failure */
export function failing(failure) {
  if (!(failure instanceof TypeError)) {
    console.error(failure);
  }
}

/** What a page of a user shows to nobody. */
export const signInFirst = () => {
  const back = encodeURIComponent(location.pathname + location.search);
  return h("section", { class: "empty" }, h("h1", null, t("signInFirst")), h("a", { class: "button first", href: `/sign-in?back=${back}` }, t("nav.signIn")));
};

/** @param {Discount} discount */
export const discountWords = (discount) => discount.type === "fixed"
  ? t("discount.fixed", { value: won(discount.value) })
  : t("discount.percent", { value: discount.value }) + (discount.maximum ? `, ${t("discount.max", { maximum: won(discount.maximum) })}` : "");

/** @param {Record<string, string>} options */
export const optionWords = (options) => Object.values(options).join(" / ");

/** @param {string} name @returns {boolean} whether an option is the colour */
export const isColour = (name) => /^(colou?r|색|색상|컬러)$/i.test(name);

/** @param {string} name @returns {boolean} whether an option is the size */
export const isSize = (name) => /^(size|사이즈|크기)$/i.test(name);

/** @param {Product} product */
export const colourOption = (product) => product.options.find((option) => isColour(option.name));

/**
 * The address of a product's picture in a colour; undefined: it has none.
 * @param {Product} product
 * @param {string | undefined} colour
 */
export const imageOf = (product, colour) =>
  product.variants.find((variant) => colour && variant.imageUrl && Object.values(variant.options).includes(colour))?.imageUrl ?? product.imageUrl;

/**
 * The picture of a product, its own or drawn, also where its own cannot be loaded. It decorates, unless it is given words.
 * @param {Product} product
 * @param {string} [colour]
 * @param {string} [url] a picture other than the product's first
 * @param {string} [words]
 */
export function picture(product, colour, url, words = "") {
  const address = url ?? imageOf(product, colour);
  const drawn = () => drawing(product, colour ?? colourOption(product)?.values[0]);
  const missing = (/** @type {Event} */ event) => /** @type {Element} */ (event.target).replaceWith(drawn());
  return h("span", { class: "picture" }, address
    ? h("img", { on: { error: missing }, src: address, alt: words, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" })
    : drawn());
}

/** @param {number} price @param {number} [usual] */
export const priceTag = (price, usual) => h("span", { class: "price" },
  usual && usual > price
    ? [h("span", { class: "hidden-text" }, t("usualPrice")), h("s", { class: "quiet" }, won(usual)), " ", h("span", { class: "hidden-text" }, t("currentPrice")), h("strong", null, won(price))]
    : h("strong", null, won(price)));

/** @param {number} stock @returns {HTMLElement | null} what is said of a stock: nothing while there is enough */
export const stockWords = (stock) => stock <= 0 ? h("span", { class: "tag is-gone" }, t("soldOut"))
  : stock <= FEW ? h("span", { class: "tag is-few" }, t("left", { n: stock })) : null;

/** @param {{stock: number}[]} variants */
const total = (variants) => variants.reduce((sum, variant) => sum + variant.stock, 0);

/**
 * A product in a list. Its `update` shows what has sold meanwhile.
 * @param {Product} product
 * @param {{rank?: number, note?: string, colours?: string[]}} [more] the picture shows the first of the colours that the product has
 */
export function card(product, more = {}) {
  const stock = h("span", { class: "card-stock" });
  const swatches = h("span", { class: "dots" });
  const colour = colourOption(product);

  /** @param {{sku: string, stock: number}[]} variants */
  function update(variants) {
    const left = new Map(variants.map((variant) => [variant.sku, variant.stock]));
    replace(stock, stockWords(total(variants)));
    if (colour) {
      const ofColour = (/** @type {string} */ value) => product.variants.filter((variant) => variant.options[colour.name] === value);
      const isGone = (/** @type {string} */ value) => ofColour(value).every((variant) => (left.get(variant.sku) ?? 0) <= 0);
      const words = colour.values.map((value) => isGone(value) ? `${value} (${t("soldOut")})` : value).join(", ");
      replace(swatches, colour.values.map((value) => h("i", { class: isGone(value) ? "dot is-gone" : "dot", vars: { "--dot": colourOf(value) } })), h("span", { class: "hidden-text" }, t("colours", { list: words })));
    }
  }

  update(product.variants);
  const element = h("li", { class: "card" },
    h("a", { href: `/products/${encodeURIComponent(product.id)}` },
      picture(product, more.colours?.find((value) => colour?.values.includes(value))),
      more.rank !== undefined && h("span", { class: "rank", "aria-hidden": "true" }, more.rank),
      h("span", { class: "card-name" }, product.name),
      h("span", { class: "card-line" }, priceTag(product.price, product.compareAtPrice), stock),
      more.note && h("span", { class: "quiet small" }, more.note),
      colour && swatches));
  return { id: product.id, element, update };
}

/**
 * A countdown by the server's clock. It stops with the page that shows it.
 * @param {string} time RFC 3339
 * @param {() => void} [over] told when it is reached
 */
export function countdown(time, over = () => {}) {
  const [days, clock] = [h("span", { class: "watch-days" }), h("span", { class: "watch-time" })];
  const element = h("span", { class: "watch", role: "timer" }, days, clock);
  const end = Date.parse(time);
  let timer = 0;
  function tick() {
    const left = end - now();
    const shown = watch(left);
    days.textContent = shown.days > 0 ? t("drop.days", { n: number(shown.days) }) : "";
    clock.textContent = shown.text;
    if (left <= 0) {
      over();
    } else {
      timer = window.setTimeout(tick, left % 1000 || 1000);
    }
  }

  tick();
  return { element, stop: () => window.clearTimeout(timer) };
}

/** @param {Campaign} campaign @returns {"soon" | "open" | "gone" | "ended"} */
export function stateOf(campaign) {
  const time = now();
  return time < Date.parse(campaign.startsAt) ? "soon" : time >= Date.parse(campaign.endsAt) ? "ended" : campaign.remaining <= 0 ? "gone" : "open";
}

/** @param {[string, string | Node, string?][]} rows names, values and what marks a row */
export const figures = (rows) => h("dl", { class: "figures" }, rows.map(([name, value, mark]) => h("div", { class: mark ?? null }, h("dt", null, name), h("dd", null, value))));

/**
 * Offers 1 to so many units, and touches nothing that is so already: somebody may be choosing.
 * @param {HTMLSelectElement} select
 * @param {number} most
 * @param {number} chosen
 */
export function offerUnits(select, most, chosen) {
  while (select.options.length > most) {
    select.options[most]?.remove();
  }

  while (select.options.length < most) {
    select.append(h("option", { value: select.options.length + 1 }, select.options.length + 1));
  }

  if (select.value !== String(chosen)) {
    select.value = String(chosen);
  }
}

/**
 * A choice of one, by real radio buttons.
 * @param {string} legend
 * @param {string} name
 * @param {{value: string, label: string | Node, colour?: string, isGone?: boolean, isChosen?: boolean, note?: string}[]} choices
 * @param {(value: string) => void} [chosen]
 */
export const radios = (legend, name, choices, chosen) => h("fieldset", { class: "choice" },
  h("legend", { class: "label" }, legend),
  h("div", { class: "choice-row" }, choices.map((choice) => h("label", { class: `${choice.colour ? "swatch" : "chip"}${choice.isGone ? " is-gone" : ""}` },
    h("input", { type: "radio", name, value: choice.value, checked: choice.isChosen, on: { change: () => chosen?.(choice.value) } }),
    choice.colour && h("i", { class: "dot", vars: { "--dot": choice.colour } }),
    h("span", null, choice.label),
    choice.note !== undefined && h("span", { class: "choice-note" }, choice.note)))));
