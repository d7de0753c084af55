/**
 * Order and pay: what is in the cart, one product at once, or an order that was placed before. Each is one call whose key is kept until its outcome
 * is known, so it ends in a definite answer on every path.
 */
import { call, isOpen, once, pending } from "../api.js";
import { readCart } from "../cart.js";
import { offers } from "../coupons.js";
import { h, replace } from "../dom.js";
import { won } from "../format.js";
import { t } from "../i18n.js";
import { figures, optionWords, say, signInFirst } from "../parts.js";
import { navigate } from "../router.js";
import { user } from "../session.js";

/** The least charge, in won. */
const LEAST = 1000;

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {{name: string, options: Record<string, string>, quantity: number, price: number}} Line */
/** @typedef {{name: string, path: string, body: (payment: Schemas["PaymentRequest"]) => unknown, read: () => Promise<{lines: Line[], total: number} | null>}} Purchase */

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ params, query }) {
  const who = user();
  if (!who) {
    return { title: t("pay.title"), content: signInFirst() };
  }

  const id = params["id"];
  const purchase = id !== undefined ? ofOrder(who, id) : query.has("sku") ? ofProduct(who, query) : ofCart(who);
  const box = h("div", { class: "checkout" });
  if (pending(purchase.name)) {
    // The page was left, or the connection lost, before the outcome was known.
    replace(box, h("p", { class: "note", role: "status" }, t("asking")));
    queueMicrotask(() => void settle(box, purchase, null));
  } else {
    await draw(box, purchase);
  }

  return { title: t("pay.title"), content: h("div", null, h("h1", null, t("pay.title")), box) };
}

/** @param {HTMLElement} box @param {Purchase} purchase @param {string} [said] what became of the last try */
async function draw(box, purchase, said) {
  const [bought, wallet, coupons] = await Promise.all([
    purchase.read(),
    /** @type {Promise<import("../api.js").Result<Schemas["WalletView"]>>} */ (call("/v1/wallet")),
    /** @type {Promise<import("../api.js").Result<Schemas["FullListOfCouponView"]>>} */ (call("/v1/coupons")),
  ]);
  if (!wallet.ok || !coupons.ok) {
    throw new TypeError("The wallet cannot be read.");
  }

  const outcome = h("div", { role: "alert", class: "outcome" }, said && h("p", { class: "note is-bad" }, said));
  if (bought === null || bought.lines.length === 0) {
    replace(box, outcome, h("section", { class: "empty" }, h("p", null, t("pay.nothing")), h("a", { class: "button", href: "/products" }, t("cart.shop"))));
    return;
  }

  const choices = offers(coupons.data.items, bought.total);
  let chosen = choices.find((offer) => offer.reason === null) ?? null;
  let balance = wallet.data.balance;
  const [sums, action] = [h("div"), h("div", { class: "stack", "aria-live": "polite" })];
  const due = () => bought.total - (chosen?.discount ?? 0);

  function drawSums() {
    const missing = due() - balance;
    replace(sums, figures([
      [t("pay.total"), won(bought?.total ?? 0)],
      [t("pay.discount"), won(-(chosen?.discount ?? 0))],
      [t("pay.due"), h("strong", null, won(due())), "is-due"],
      [t("pay.before"), won(balance)],
      [t("pay.after"), won(balance - due()), missing > 0 ? "is-bad" : ""],
    ]));
    replace(action, missing > 0
      ? [h("p", { class: "note is-bad" }, t("pay.missing", { amount: won(missing) }), missing < LEAST && ` ${t("pay.minCharge")}`),
        h("button", { class: "button first", type: "button", on: { click: (/** @type {Event} */ event) => void charge(event, Math.max(LEAST, missing)) } }, t("pay.charge", { amount: won(Math.max(LEAST, missing)) }))]
      : h("button", { class: "button first", type: "button", on: { click: () => void settle(box, purchase, { ...(chosen ? { couponId: chosen.coupon.id } : {}), expectedTotal: due() }) } }, t("pay.pay", { amount: won(due()) })));
  }

  /** @param {Event} event @param {number} amount */
  async function charge(event, amount) {
    /** @type {HTMLButtonElement} */ (event.target).disabled = true;
    /** @type {import("../api.js").Result<Schemas["ChargeView"]>} */
    const result = await once(`charge:${user()}`, "/v1/wallet/charges", { amount });
    if (result.ok) {
      balance = result.data.balance;
      say(t("pay.charged", { balance: won(balance) }));
    } else {
      replace(outcome, h("p", { class: "note is-bad" }, isOpen(result) ? t("unknown") : t("me.refused", { reason: result.problem.title ?? result.code })));
    }

    drawSums();
    action.querySelector("button")?.focus();
  }

  drawSums();
  replace(box, outcome,
    h("div", { class: "checkout-parts" },
      h("div", { class: "stack" },
        h("section", { "aria-labelledby": "items" }, h("h2", { id: "items" }, t("pay.items")),
          h("ul", { class: "plain-lines" }, bought.lines.map((line) => h("li", { class: "spread" },
            h("span", null, line.name, " ", h("span", { class: "quiet small" }, [optionWords(line.options), `× ${line.quantity}`].filter(Boolean).join(" "))),
            h("span", null, won(line.price * line.quantity)))))),
        h("section", null, couponChoice(choices, (next) => {
          chosen = next;
          drawSums();
        }))),
      h("section", { class: "sum", "aria-label": t("pay.due") }, sums, action)));
}

/** @param {import("../coupons.js").Offer[]} choices @param {(next: import("../coupons.js").Offer | null) => void} choose */
function couponChoice(choices, choose) {
  const best = choices.find((offer) => offer.reason === null);
  return h("fieldset", { class: "coupons" },
    h("legend", null, h("h2", null, t("pay.coupon"))),
    choices.map((offer) => h("label", { class: offer.reason ? "coupon is-off" : "coupon" },
      h("input", { type: "radio", name: "coupon", value: offer.coupon.id, checked: offer === best, disabled: offer.reason !== null, on: { change: () => choose(offer) } }),
      h("span", { class: "grow" }, offer.coupon.name, offer === best && h("span", { class: "tag is-few" }, t("pay.best"))),
      h("span", { class: "small" }, offer.reason === null ? t("pay.less", { amount: won(offer.discount) })
        : offer.reason === "minimum" ? t("pay.minimum", { amount: won(offer.coupon.minimumOrder) }) : t(`pay.${offer.reason}`)))),
    h("label", { class: "coupon" }, h("input", { type: "radio", name: "coupon", value: "", checked: !best, on: { change: () => choose(null) } }), h("span", null, t("pay.noCoupon"))));
}

/**
 * Pays, or finds out what became of a payment, and shows how it ended.
 * @param {HTMLElement} box
 * @param {Purchase} purchase
 * @param {Schemas["PaymentRequest"] | null} payment null: only what is pending
 */
async function settle(box, purchase, payment) {
  const note = h("p", { class: "note" }, t(payment ? "pay.paying" : "asking"));
  replace(box, h("div", { role: "status" }, note));
  /** @type {import("../api.js").Result<Schemas["OrderView"]>} */
  const result = await once(purchase.name, purchase.path, purchase.body(payment ?? {}), () => replace(note, t("retrying")));
  if (result.ok) {
    if (!payment) {
      say(t("pay.resumed"));
    }

    navigate(`/me/orders/${encodeURIComponent(result.data.id)}?thanks`, { replace: true });
  } else if (isOpen(result)) {
    replace(box, h("div", { class: "note is-bad stack", role: "alert" }, h("p", null, t("unknown")),
      h("button", { class: "button", type: "button", on: { click: () => void settle(box, purchase, null) } }, t("findOut"))));
    box.querySelector("button")?.focus();
  } else if (result.code === "order_already_paid") {
    navigate(`${purchase.path.replace("/v1/orders", "/me/orders").replace("/payment", "")}?thanks`, { replace: true });
  } else {
    await draw(box, purchase, refusal(result));
  }
}

/** @param {import("../api.js").Refused} refused */
function refusal({ code, problem }) {
  switch (code) {
    case "sold_out": return t("pay.sold_out", { sku: problem.sku ?? "", available: problem.available ?? 0 });
    case "price_changed": return t("pay.price_changed", { total: won(problem.total ?? 0) });
    case "coupon_not_found": case "coupon_used": case "coupon_expired": case "coupon_not_applicable": return t("pay.couponGone");
    case "insufficient_balance": case "order_expired": case "order_not_payable": return t(`pay.${code}`);
    default: return t("pay.refused", { reason: problem.title ?? code });
  }
}

/** @param {string} who @returns {Purchase} */
const ofCart = (who) => ({
  name: `buy:${who}:cart`,
  path: "/v1/orders",
  body: (payment) => ({ fromCart: true, payment }),
  read: async () => {
    const cart = await readCart();
    return cart.ok ? { lines: cart.data.items.filter((item) => item.sold), total: cart.data.total } : fail();
  },
});

/** @param {string} who @param {URLSearchParams} query @returns {Purchase} */
function ofProduct(who, query) {
  const [sku, quantity] = [query.get("sku") ?? "", Math.min(99, Math.max(1, Number.parseInt(query.get("quantity") ?? "1", 10) || 1))];
  return {
    name: `buy:${who}:${sku}:${quantity}`,
    path: "/v1/orders",
    body: (payment) => ({ items: [{ sku, quantity }], payment }),
    read: async () => {
      /** @type {import("../api.js").Result<Schemas["ProductView"]>} */
      const product = await call(`/v1/products/${encodeURIComponent(query.get("product") ?? "")}`);
      if (!product.ok) {
        return product.status === 404 ? null : fail();
      }

      const variant = product.data.variants.find((it) => it.sku === sku);
      return variant ? { lines: [{ name: product.data.name, options: variant.options, quantity, price: variant.price }], total: variant.price * quantity } : null;
    },
  };
}

/** @param {string} who @param {string} id @returns {Purchase} */
const ofOrder = (who, id) => ({
  name: `pay:${who}:${id}`,
  path: `/v1/orders/${encodeURIComponent(id)}/payment`,
  body: (payment) => payment,
  read: async () => {
    /** @type {import("../api.js").Result<Schemas["OrderView"]>} */
    const order = await call(`/v1/orders/${encodeURIComponent(id)}`);
    return order.ok ? (order.data.status === "awaiting_payment" ? { lines: order.data.items, total: order.data.total } : null) : order.status === 404 ? null : fail();
  },
});

/** @returns {never} */
function fail() {
  throw new TypeError("What is bought cannot be read.");
}
