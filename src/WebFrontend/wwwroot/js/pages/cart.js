/** The cart, the same on every device. A line that asks for more than there is is told before anything is ordered. */
import { readCart, setInCart } from "../cart.js";
import { h, replace } from "../dom.js";
import { won } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { optionWords, picture, say, signInFirst } from "../parts.js";
import { user } from "../session.js";

/** How often other devices are looked for, in milliseconds. */
const INTERVAL = 3000;

/** The most units that the page offers of one line beside those there are in it. */
const MOST = 10;

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {Schemas["CartItemView"]} Item */

/** @returns {Promise<import("../router.js").Shown>} */
export async function show() {
  if (!user()) {
    return { title: t("cart.title"), content: signInFirst() };
  }

  const first = await readCart();
  if (!first.ok) {
    throw new TypeError("The cart cannot be read.");
  }

  let cart = first.data;
  let etag = first.etag;
  let isBusy = false;
  let stopLive = () => {};
  const box = h("div");

  function draw() {
    const focused = document.activeElement instanceof HTMLElement && box.contains(document.activeElement) ? document.activeElement.id : "";
    replace(box, cart.items.length === 0 ? empty() : h("div", { class: "cart" }, h("ul", { class: "lines" }, cart.items.map(line)), sum()));
    document.getElementById(focused)?.focus();
  }

  /** @param {Schemas["CartView"]} next @param {string | null} tag */
  function take(next, tag) {
    const isOther = next.items.map((item) => item.productId).join() !== cart.items.map((item) => item.productId).join();
    [cart, etag] = [next, tag];
    draw();
    if (isOther) {
      listen();
    }
  }

  function listen() {
    stopLive();
    stopLive = follow({ products: [...new Set(cart.items.map((item) => item.productId))] }, {
      product: (product) => {
        const left = new Map(product.variants.map((variant) => [variant.sku, variant.stock]));
        const items = cart.items.map((item) => item.productId === product.id ? { ...item, available: left.get(item.sku) ?? 0 } : item);
        if (items.some((item, i) => item.available !== cart.items[i]?.available)) {
          cart = { ...cart, items };
          draw();
        }
      },
    });
  }

  async function look() {
    const answer = document.hidden || isBusy ? null : await readCart();
    if (answer?.ok && !isBusy && answer.data.version !== cart.version) {
      take(answer.data, answer.etag);
      say(t("cart.changed"));
    }
  }

  /** @param {Item} item @param {number} quantity */
  async function set(item, quantity) {
    isBusy = true;
    const answer = await setInCart(item.sku, quantity, etag);
    const current = answer.ok ? answer : await readCart();
    isBusy = false;
    if (current.ok) {
      take(current.data, current.etag);
    }

    if (!answer.ok) {
      say(answer.code === "precondition_failed" ? t("cart.changed") : t("failed"));
    }
  }

  /** @param {Item} item */
  function line(item) {
    const trouble = !item.sold ? t("cart.notSold") : item.available <= 0 ? t("cart.gone") : item.quantity > item.available ? t("cart.short", { n: item.available }) : null;
    const id = `quantity-${item.sku}`;
    const most = Math.max(item.quantity, Math.min(MOST, item.available));
    return h("li", { class: trouble ? "line is-short" : "line", "data-sku": item.sku },
      h("a", { href: `/products/${encodeURIComponent(item.productId)}`, class: "line-picture", tabindex: "-1", "aria-hidden": "true" }, picture(asProduct(item))),
      h("div", { class: "line-body" },
        h("h2", null, h("a", { href: `/products/${encodeURIComponent(item.productId)}` }, item.name)),
        h("p", { class: "quiet small" }, [optionWords(item.options), t("cart.each", { price: won(item.price) })].filter(Boolean).join(" · ")),
        trouble && h("p", { class: "bad small", role: "alert" }, trouble, " ",
          item.sold && item.available > 0 && h("button", { class: "link bad", type: "button", on: { click: () => void set(item, item.available) } }, t("cart.reduce", { n: item.available }))),
        h("div", { class: "row" },
          h("label", { class: "hidden-text", for: id }, t("cart.quantity", { name: item.name })),
          h("select", { id, class: "input narrow", on: { change: (/** @type {Event} */ event) => void set(item, Number(/** @type {HTMLSelectElement} */ (event.target).value)) } },
            Array.from({ length: most }, (_, i) => h("option", { value: i + 1, selected: i + 1 === item.quantity }, i + 1))),
          h("button", { class: "link small", type: "button", "aria-label": t("cart.removeOf", { name: item.name }), on: { click: () => void set(item, 0) } }, t("cart.remove")))),
      h("p", { class: "line-price" }, won(item.price * item.quantity)));
  }

  function sum() {
    const isBlocked = cart.items.some((item) => !item.sold || item.quantity > item.available);
    return h("div", { class: "sum" },
      h("p", { class: "spread lead" }, h("span", null, t("cart.total")), h("strong", null, won(cart.total))),
      isBlocked
        ? [h("p", { class: "bad small", id: "blocked" }, t("cart.blocked")), h("button", { class: "button first", type: "button", disabled: true, "aria-describedby": "blocked" }, t("cart.order"))]
        : h("a", { class: "button first", href: "/checkout" }, t("cart.order")));
  }

  draw();
  listen();
  const timer = window.setInterval(() => void look(), INTERVAL);
  return {
    title: t("cart.title"),
    stop: () => {
      window.clearInterval(timer);
      stopLive();
    },
    content: h("div", null, h("h1", null, t("cart.title")), box),
  };
}

const empty = () => h("section", { class: "empty" }, h("p", null, t("cart.empty")), h("a", { class: "button", href: "/products" }, t("cart.shop")));

/** @param {Item} item @returns {Schemas["ProductView"]} as much of its product as a picture needs */
function asProduct(item) {
  const options = Object.entries(item.options).map(([name, value]) => ({ name, values: [value] }));
  return { id: item.productId, name: item.name, price: item.price, options, variants: [], soldOut: false, tags: [], images: [], status: "active" };
}
