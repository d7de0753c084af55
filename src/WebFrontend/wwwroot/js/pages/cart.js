/** The cart, the same on every device. A line that asks for more than there is is told before anything is ordered. */
import { readCart, setInCart } from "../cart.js";
import { h, replace, write } from "../dom.js";
import { won } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { offerUnits, optionWords, picture, reasonOf, say, signInFirst } from "../parts.js";
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
  let isStopped = false;
  let isSending = false;
  let stopLive = () => {};

  /** How often the user has changed something: what was read before the last change is old. */
  let changes = 0;

  /** The quantities that the user has set and the shop has not answered yet, by sku. @type {Map<string, number>} */
  const wanted = new Map();

  /** @type {Map<string, ReturnType<typeof lineOf>>} by sku */
  const lines = new Map();
  const list = h("ul", { class: "lines" });
  const sum = sumOf();
  const box = h("div", { tabindex: "-1" });
  const full = h("div", { class: "cart" }, list, sum.element);

  function draw() {
    if (isStopped) {
      return;
    }

    for (const [sku, line] of lines) {
      if (!cart.items.some((item) => item.sku === sku)) {
        const hadFocus = line.element.contains(document.activeElement);
        line.element.remove();
        lines.delete(sku);
        if (hadFocus) {
          box.focus({ preventScroll: true });
        }
      }
    }

    if (cart.items.length === 0) {
      replace(box, empty());
      return;
    }

    if (full.parentNode !== box) {
      replace(box, full);
    }

    cart.items.forEach((item, i) => {
      const line = lines.get(item.sku) ?? lineOf(item, (quantity) => set(item.sku, quantity));
      lines.set(item.sku, line);
      line.update({ ...item, quantity: wanted.get(item.sku) || item.quantity });
      if (list.children[i] !== line.element) {
        list.insertBefore(line.element, list.children[i] ?? null);
      }
    });
    sum.update(cart);
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
    stopLive = isStopped ? () => {} : follow({ products: [...new Set(cart.items.map((item) => item.productId))] }, {
      product: (product) => {
        const left = new Map(product.variants.map((variant) => [variant.sku, variant.stock]));
        cart = { ...cart, items: cart.items.map((item) => item.productId === product.id ? { ...item, available: left.get(item.sku) ?? 0 } : item) };
        draw();
      },
    });
  }

  async function look() {
    const begun = changes;
    const answer = document.hidden || wanted.size > 0 ? null : await readCart();
    if (answer?.ok && !isStopped && changes === begun && answer.data.version !== cart.version) {
      take(answer.data, answer.etag);
      say(t("cart.changed"));
    }
  }

  /** @param {string} sku @param {number} quantity */
  function set(sku, quantity) {
    changes++;
    wanted.set(sku, quantity);
    if (!isSending) {
      void send();
    }
  }

  /** One change after the other, each to the cart that the one before it has left. */
  async function send() {
    isSending = true;
    for (let [next] = wanted; next; [next] = wanted) {
      const [sku, quantity] = next;
      const answer = await setInCart(sku, quantity, etag);
      const current = answer.ok ? answer : await readCart();
      const isSo = current.ok && (current.data.items.find((item) => item.sku === sku)?.quantity ?? 0) === quantity;
      if (wanted.get(sku) === quantity) {
        wanted.delete(sku);
      }

      if (!isSo) {
        // What was set beside it was set to a cart that is another by now.
        wanted.clear();
        say(!answer.ok && answer.code === "precondition_failed" ? t("cart.changed") : answer.ok ? t("failed") : reasonOf(answer));
      }

      if (current.ok) {
        take(current.data, current.etag);
      } else {
        draw();
      }
    }

    isSending = false;
  }

  draw();
  listen();
  const timer = window.setInterval(() => void look(), INTERVAL);
  return {
    title: t("cart.title"),
    stop: () => {
      isStopped = true;
      window.clearInterval(timer);
      stopLive();
    },
    content: h("div", null, h("h1", null, t("cart.title")), box),
  };
}

/** @param {Item} first @param {(quantity: number) => void} set */
function lineOf(first, set) {
  let item = first;
  const id = `quantity-${item.sku}`;
  const [each, words, price] = [h("p", { class: "quiet small" }), h("span"), h("p", { class: "line-price" })];
  const reduce = h("button", { class: "link bad", type: "button", on: { click: () => set(item.available) } });
  const trouble = h("p", { class: "bad small", role: "alert" });
  const select = h("select", { id, class: "input narrow", on: { change: () => set(Number(select.value)) } });
  const address = `/products/${encodeURIComponent(item.productId)}`;
  const element = h("li", { class: "line", "data-sku": item.sku },
    h("a", { href: address, class: "line-picture", tabindex: "-1", "aria-hidden": "true" }, picture(asProduct(item))),
    h("div", { class: "line-body" },
      h("h2", null, h("a", { href: address }, item.name)),
      each,
      trouble,
      h("div", { class: "row" },
        h("label", { class: "hidden-text", for: id }, t("cart.quantity", { name: item.name })),
        select,
        h("button", { class: "link small", type: "button", "aria-label": t("cart.removeOf", { name: item.name }), on: { click: () => set(0) } }, t("cart.remove")))),
    price);

  /** @param {Item} next */
  function update(next) {
    item = next;
    const wrong = !item.sold ? t("cart.notSold") : item.available <= 0 ? t("cart.gone") : item.quantity > item.available ? t("cart.short", { n: item.available }) : "";
    const isLess = wrong !== "" && item.sold && item.available > 0;
    element.classList.toggle("is-short", wrong !== "");
    write(words, wrong);
    write(reduce, t("cart.reduce", { n: item.available }));
    trouble.hidden = wrong === "";
    if (wrong !== "" && (!trouble.contains(words) || trouble.contains(reduce) !== isLess)) {
      replace(trouble, words, " ", isLess && reduce);
    }

    write(each, [optionWords(item.options), t("cart.each", { price: won(item.price) })].filter(Boolean).join(" · "));
    write(price, won(item.price * item.quantity));
    offerUnits(select, Math.max(item.quantity, Math.min(MOST, item.available)), item.quantity);
  }

  return { element, update };
}

/** The total, and the way to order where no line stands in it. */
function sumOf() {
  const [total, action] = [h("strong"), h("div", { class: "stack" })];
  const element = h("div", { class: "sum" }, h("p", { class: "spread lead" }, h("span", null, t("cart.total")), total), action);
  const blocked = [h("p", { class: "bad small", id: "blocked" }, t("cart.blocked")), h("button", { class: "button first", type: "button", disabled: true, "aria-describedby": "blocked" }, t("cart.order"))];
  const open = h("a", { class: "button first", href: "/checkout" }, t("cart.order"));
  return {
    element,
    update: (/** @type {Schemas["CartView"]} */ cart) => {
      const isBlocked = cart.items.some((item) => !item.sold || item.quantity > item.available);
      write(total, won(cart.total));
      if (action.childElementCount === 0 || action.contains(open) === isBlocked) {
        replace(action, isBlocked ? blocked : open);
      }
    },
  };
}

const empty = () => h("section", { class: "empty" }, h("p", null, t("cart.empty")), h("a", { class: "button", href: "/products" }, t("cart.shop")));

/** @param {Item} item @returns {Schemas["ProductView"]} as much of its product as a picture needs */
function asProduct(item) {
  const options = Object.entries(item.options).map(([name, value]) => ({ name, values: [value] }));
  return { id: item.productId, name: item.name, price: item.price, options, variants: [], soldOut: false, tags: [], images: [], status: "active" };
}
