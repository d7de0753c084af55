/** The user's own page: wallet with its statement, coupons by the days they have left, orders. */
import { call, isOpen } from "../api.js";
import { h, replace } from "../dom.js";
import { dayAndTime, now, won } from "../format.js";
import { t } from "../i18n.js";
import { once } from "../once.js";
import { discountWords, reasonOf, signInFirst } from "../parts.js";
import { user } from "../session.js";
import { balanceAfter, LEAST, MOST } from "../wallet.js";

/** What is offered to charge, in won. */
const USUAL = [10_000, 50_000, 100_000];

/** How many rows of a list are shown at first and at each step. */
const ROWS = 10;

const DAY = 86_400_000;

/** @typedef {import("../parts.js").Schemas} Schemas */

/** @returns {Promise<import("../router.js").Shown>} */
export async function show() {
  const who = user();
  if (!who) {
    return { title: t("me.title"), content: signInFirst() };
  }

  const [wallet, coupons] = await Promise.all([
    /** @type {Promise<import("../api.js").Result<Schemas["WalletView"]>>} */ (call("/v1/wallet")),
    /** @type {Promise<import("../api.js").Result<Schemas["FullListOfCouponView"]>>} */ (call("/v1/coupons")),
  ]);
  if (!wallet.ok || !coupons.ok) {
    throw new TypeError("The wallet cannot be read.");
  }

  const balance = h("p", { class: "balance" }, won(wallet.data.balance));
  const said = h("div", { role: "status" });
  const statement = paged("/v1/wallet/entries", t("me.noEntries"), entry,
    (rows) => h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("me.statement") }, h("table", null,
      h("thead", null, h("tr", null, ["me.when", "me.what", "me.howMuch", "me.thenBalance"].map((name, i) => h("th", { scope: "col", class: i > 1 ? "number" : null }, t(name))))),
      h("tbody", null, rows))));
  const orders = paged("/v1/orders", t("me.noOrders"), order, (rows) => h("ul", { class: "rows" }, rows));

  /** @param {Event} event */
  async function charge(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const amount = Number(new FormData(form).get("amount"));
    if (!Number.isInteger(amount) || amount < LEAST || amount > MOST) {
      replace(said, h("p", { class: "note is-bad" }, t("me.chargeBounds")));
      return;
    }

    const button = /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]"));
    button.disabled = true;
    /** @type {import("../api.js").Result<Schemas["ChargeView"]>} */
    const result = await once("charge", "/v1/wallet/charges", { amount }, { amount, onRetry: () => { replace(said, h("p", { class: "note" }, t("retrying"))); } });
    const then = await balanceAfter(result);
    if (then !== null) {
      balance.textContent = won(then);
    }

    button.disabled = false;
    if (document.activeElement === document.body) {
      button.focus();
    }

    const earlier = result.ok ? undefined : /** @type {Schemas["ChargeView"] | undefined} */ (result.earlier?.data);
    replace(said, result.ok ? h("p", { class: "note is-good" }, t("me.charged", { amount: won(result.data.amount) }))
      : h("p", { class: "note is-bad" }, earlier ? t("me.earlier", { amount: won(earlier.amount) }) : isOpen(result) ? t("unknown") : t("me.refused", { reason: reasonOf(result) })));
    if (result.ok || earlier) {
      void statement.load();
    }
  }

  await Promise.all([statement.load(), orders.load()]);
  const amount = h("input", { id: "amount", name: "amount", inputmode: "numeric", value: USUAL[0], autocomplete: "off" });
  const usable = coupons.data.items.toSorted((one, other) => rank(one) - rank(other) || Date.parse(one.expiresAt) - Date.parse(other.expiresAt));
  return {
    title: t("me.title"),
    content: h("div", { class: "me" },
      h("h1", null, t("me.hello", { name: who })),
      h("section", { class: "band", "aria-labelledby": "wallet" },
        h("h2", { id: "wallet" }, t("me.wallet")),
        h("p", { class: "label" }, t("me.balance")), balance,
        h("form", { class: "charge", on: { submit: (/** @type {Event} */ event) => void charge(event) } },
          h("div", { class: "field" }, h("label", { for: "amount" }, t("me.amount")), amount),
          h("div", { class: "row" }, USUAL.map((sum) => h("button", { class: "button small", type: "button", on: { click: () => { amount.value = String(sum); } } }, won(sum)))),
          h("button", { class: "button first", type: "submit" }, t("me.charge"))),
        said,
        h("details", { class: "statement", open: true }, h("summary", null, t("me.statement")), statement.element)),
      h("section", { class: "band", "aria-labelledby": "coupons" },
        h("h2", { id: "coupons" }, t("me.coupons")),
        usable.length > 0 ? h("ul", { class: "tickets" }, usable.map(coupon)) : h("p", { class: "quiet" }, t("me.noCoupons"))),
      h("section", { class: "band", "aria-labelledby": "orders" }, h("h2", { id: "orders" }, t("me.orders")), orders.element)),
  };
}

/** @param {Schemas["CouponView"]} coupon */
const rank = (coupon) => coupon.status === "usable" ? 0 : coupon.status === "used" ? 1 : 2;

/** The beginning of the day of a time, where the page is looked at. @param {number} time */
const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

/** @param {Schemas["CouponView"]} coupon */
function coupon(coupon) {
  // By the calendar, as people count: a day that the clocks change in has no 24 hours.
  const left = Math.round((midnight(Date.parse(coupon.expiresAt)) - midnight(now())) / DAY);
  const words = coupon.status !== "usable" ? t(`me.${coupon.status}`) : left > 1 ? t("me.daysLeft", { n: left }) : t(left === 1 ? "me.tomorrow" : "me.lastDay");
  return h("li", { class: coupon.status === "usable" ? "ticket is-small" : "ticket is-small is-off" },
    h("span", { class: "drop-value" }, discountWords(coupon.discount)),
    h("span", null, coupon.name),
    h("span", { class: "quiet small" }, [words, coupon.minimumOrder > 0 ? t("discount.min", { minimum: won(coupon.minimumOrder) }) : null].filter(Boolean).join(" · ")));
}

/** @param {Schemas["WalletEntryView"]} entry */
const entry = (entry) => h("tr", null,
  h("td", null, dayAndTime(entry.at)),
  h("td", null, entry.orderId ? h("a", { href: `/me/orders/${encodeURIComponent(entry.orderId)}` }, t(`me.${entry.kind}.`)) : t(`me.${entry.kind}.`)),
  h("td", { class: "number" }, won(entry.amount)),
  h("td", { class: "number" }, won(entry.balance)));

/** @param {Schemas["OrderView"]} order */
function order(order) {
  const name = order.items[0]?.name ?? "";
  const words = order.items.length > 1 ? t("me.itemAndMore", { name, n: order.items.length - 1 }) : name;
  return h("li", null, h("a", { class: "spread", href: `/me/orders/${encodeURIComponent(order.id)}` },
    h("span", null, words, h("br"), h("span", { class: "quiet small" }, dayAndTime(order.placedAt))),
    h("span", { class: "row" }, h("span", { class: order.status === "paid" ? "tag is-good" : "tag" }, t(`order.${order.status}`)), won(order.status === "paid" ? order.paid : order.total))));
}

/**
 * A list that is read page by page.
 * @template T
 * @param {string} path
 * @param {string} nothing
 * @param {(item: T) => Node} row
 * @param {(rows: Node[]) => Node} table
 */
function paged(path, nothing, row, table) {
  const [content, failed] = [h("div", { class: "stack" }), h("div", { role: "alert" })];
  /** @type {Node[]} */
  let rows = [];
  let turn = 0;

  /** @param {string} [cursor] @param {HTMLButtonElement} [button] */
  async function load(cursor, button) {
    const mine = ++turn;
    if (button) {
      button.disabled = true;
    }

    const query = new URLSearchParams({ limit: String(ROWS), ...(cursor ? { cursor } : {}) });
    /** @type {import("../api.js").Result<{items: T[], next?: string}>} */
    const answer = await call(`${path}?${query}`);
    if (mine !== turn) {
      return;
    }

    replace(failed);
    if (!answer.ok) {
      button?.remove();
      replace(failed, h("p", { class: "note is-bad" }, t("failed")), h("button", { class: "button small", type: "button", on: { click: () => void load(cursor) } }, t("again")));
      return;
    }

    rows = [...(cursor ? rows : []), ...answer.data.items.map(row)];
    const next = answer.data.next;
    const more = next && h("button", { class: "button small", type: "button", on: { click: () => void load(next, more || undefined) } }, t("more"));
    replace(content, rows.length > 0 ? table(rows) : h("p", { class: "quiet" }, nothing), more);
  }

  const element = h("div", { class: "stack" }, content, failed);
  return { element, load: () => load() };
}
