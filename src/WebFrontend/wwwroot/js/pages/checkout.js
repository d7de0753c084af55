/**
 * Order and pay: what is in the cart, one product at once, or an order that was placed before. Each is one call whose key is kept until its outcome
 * is known, so it ends in a definite answer on every path.
 */
import { call, isOpen } from "../api.js";
import { offers } from "../coupons.js";
import { h, replace } from "../dom.js";
import { dayAndTime, won } from "../format.js";
import { t } from "../i18n.js";
import { finish, leave, once, pending } from "../once.js";
import { failing, figures, optionWords, reasonOf, say, signInFirst } from "../parts.js";
import { purchaseOf } from "../purchase.js";
import { navigate } from "../router.js";
import { user } from "../session.js";
import { balanceAfter, LEAST, MOST } from "../wallet.js";

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {import("../purchase.js").Purchase} Purchase */
/** @typedef {import("../once.js").Open} Open */

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show(place) {
  if (!user()) {
    return { title: t("pay.title"), content: signInFirst() };
  }

  const purchase = purchaseOf(place);
  const box = h("div", { class: "checkout" });
  const open = pending(purchase.name);
  if (open) {
    // The page was left, or the connection lost, before the outcome was known. The call may never have been heard: only the user makes it again.
    drawOpen(box, purchase, open);
  } else {
    await draw(box, purchase);
  }

  return { title: t("pay.title"), content: h("div", null, h("h1", null, t("pay.title")), box) };
}

/**
 * A payment whose outcome is not known: the user finishes it or leaves it.
 * @param {HTMLElement} box
 * @param {Purchase} purchase
 * @param {Open} open
 * @param {string} [said] what became of the last try
 */
function drawOpen(box, purchase, open, said) {
  replace(box, h("section", { class: "note is-bad stack" },
    h("p", null, t("pay.open", { amount: won(open.amount), time: dayAndTime(open.at) })),
    h("div", { role: "alert" }, said && h("p", null, said)),
    h("div", { class: "row" },
      h("button", { class: "button first", type: "button", on: { click: () => void settle(box, purchase, open) } }, t("pay.finish")),
      h("button", { class: "button", type: "button", on: { click: () => void giveUp(box, purchase, open) } }, t("pay.leave")))));
}

/** Leaves a payment alone, after a look at whether it was made. @param {HTMLElement} box @param {Purchase} purchase @param {Open} open */
async function giveUp(box, purchase, open) {
  replace(box, h("p", { class: "note", role: "status" }, t("asking")));
  try {
    const paid = await purchase.find(open);
    leave(purchase.name, open);
    if (paid === null) {
      await drawAgain(box, purchase, t("pay.left"));
    } else {
      isPaid(box, paid);
    }
  } catch (failure) {
    failing(failure);
    drawOpen(box, purchase, open, t("failed"));
  }
}

/** @param {HTMLElement} box @param {string} id */
function isPaid(box, id) {
  if (box.isConnected) {
    navigate(`/me/orders/${encodeURIComponent(id)}?thanks`, { replace: true });
  } else {
    say(t("order.thanks"));
  }
}

/** Draws, also where what is drawn cannot be read. @param {HTMLElement} box @param {Purchase} purchase @param {string} said */
async function drawAgain(box, purchase, said) {
  try {
    await draw(box, purchase, said);
    /** @type {HTMLElement | null} */ (box.querySelector(".outcome"))?.focus();
  } catch (failure) {
    failing(failure);
    replace(box, h("div", { class: "note is-bad stack", role: "alert" }, h("p", null, said),
      h("button", { class: "button", type: "button", on: { click: () => void drawAgain(box, purchase, said) } }, t("again"))));
  }
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

  const outcome = h("div", { role: "alert", class: "outcome", tabindex: "-1" }, said && h("p", { class: "note is-bad" }, said));
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
    const step = Math.min(MOST, Math.max(LEAST, missing));
    replace(sums, figures([
      [t("pay.total"), won(bought?.total ?? 0)],
      [t("pay.discount"), won(-(chosen?.discount ?? 0))],
      [t("pay.due"), h("strong", null, won(due())), "is-due"],
      [t("pay.before"), won(balance)],
      [t("pay.after"), won(balance - due()), missing > 0 ? "is-bad" : ""],
    ]));
    replace(action, missing > 0
      ? [h("p", { class: "note is-bad" }, t("pay.missing", { amount: won(missing) }), missing < LEAST && ` ${t("pay.minCharge")}`),
        h("button", { class: "button first", type: "button", on: { click: (/** @type {Event} */ event) => void charge(event, step) } }, t("pay.charge", { amount: won(step) }))]
      : h("button", { class: "button first", type: "button", on: { click: () => void settle(box, purchase, { ...(chosen ? { couponId: chosen.coupon.id } : {}), expectedTotal: due() }) } }, t("pay.pay", { amount: won(due()) })));
  }

  /** @param {Event} event @param {number} amount */
  async function charge(event, amount) {
    /** @type {HTMLButtonElement} */ (event.target).disabled = true;
    replace(outcome);
    /** @type {import("../api.js").Result<Schemas["ChargeView"]>} */
    const result = await once("charge", "/v1/wallet/charges", { amount }, { amount });
    balance = await balanceAfter(result) ?? balance;
    if (result.ok) {
      say(t("pay.charged", { balance: won(balance) }));
    } else {
      replace(outcome, h("p", { class: "note is-bad" }, isOpen(result) ? t("unknown") : chargeRefusal(result)));
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
 * Pays, or goes on with a payment, and shows how it ended.
 * @param {HTMLElement} box
 * @param {Purchase} purchase
 * @param {Schemas["PaymentRequest"] | Open} payment
 */
async function settle(box, purchase, payment) {
  const note = h("p", { class: "note" }, t("pay.paying"));
  replace(box, h("div", { role: "status" }, note));
  const onRetry = () => { replace(note, t("retrying")); };
  /** @type {import("../api.js").Result<Schemas["OrderView"]> | null} */
  const result = await ("key" in payment ? finish(purchase.name, payment, onRetry)
    : once(purchase.name, purchase.path, purchase.body(payment), { amount: payment.expectedTotal ?? 0, onRetry }));
  if (result === null) {
    // Another tab has settled or left it.
    await giveUp(box, purchase, /** @type {Open} */ (payment));
    return;
  }

  const earlier = result.ok ? undefined : /** @type {Schemas["OrderView"] | undefined} */ (result.earlier?.data);
  const open = pending(purchase.name);
  if (result.ok) {
    isPaid(box, result.data.id);
  } else if (earlier) {
    say(t("pay.resumed"));
    isPaid(box, earlier.id);
  } else if (result.code === "order_already_paid") {
    isPaid(box, decodeURIComponent(purchase.path.split("/")[3] ?? ""));
  } else if (open) {
    drawOpen(box, purchase, open, t("unknown"));
    box.querySelector("button")?.focus();
  } else if (user() !== null) {
    const said = isOpen(result) ? t("unknown") : refusal(result);
    if (!box.isConnected) {
      say(said);
    }

    await drawAgain(box, purchase, said);
  }
}

/** @param {import("../api.js").Refused} refused */
const chargeRefusal = (refused) => refused.earlier
  ? t("me.earlier", { amount: won(/** @type {Schemas["ChargeView"]} */ (refused.earlier.data).amount) })
  : t("me.refused", { reason: reasonOf(refused) });

/** @param {import("../api.js").Refused} refused */
function refusal(refused) {
  const { code, problem } = refused;
  switch (code) {
    case "sold_out": return t("pay.sold_out", { sku: problem.sku ?? "", available: problem.available ?? 0 });
    case "price_changed": return t("pay.price_changed", { total: won(problem.total ?? 0) });
    case "coupon_not_found": case "coupon_used": case "coupon_expired": case "coupon_not_applicable": return t("pay.couponGone");
    case "insufficient_balance": case "order_expired": case "order_not_payable": return t(`pay.${code}`);
    default: return t("pay.refused", { reason: reasonOf(refused) });
  }
}
