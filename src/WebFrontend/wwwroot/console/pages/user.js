/** A user: balance, statement, coupons, orders; money and coupons are given here. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { dayAndTime, number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { once } from "../../js/once.js";
import { ordersTable } from "../orders-table.js";
import { after, count, field, form, link, mark, page, pages, panel, table, text, unread } from "../parts.js";

/**
 * @typedef {import("../../js/contract").components["schemas"]} Schemas
 * @typedef {Schemas["UserView"]} User
 * @typedef {Schemas["WalletEntryView"]} Entry
 * @typedef {Schemas["CouponView"]} Coupon
 */

/** @param {{params: Record<string, string>}} place */
export async function show({ params }) {
  const id = params["id"] ?? "";
  const path = `/v1/admin/users/${encodeURIComponent(id)}`;
  /** @type {[import("../../js/api.js").Result<User>, import("../../js/api.js").Result<{items: Coupon[]}>]} */
  const [answer, coupons] = await Promise.all([call(path), call(`${path}/coupons`)]);
  if (!answer.ok || !coupons.ok) {
    return { title: t("c.nav.users"), content: page(id, null, unread(answer.ok ? /** @type {import("../../js/api.js").Refused} */ (coupons) : answer)) };
  }

  const user = answer.data;
  const entries = pages(`${path}/entries`, (/** @type {Entry[]} */ items) => table(t("c.statement"), [t("c.at"), t("c.kind"), `#${t("c.amount")}`, `#${t("c.balance")}`, t("c.reason")], items.map((entry) => [
    dayAndTime(entry.at), entry.orderId ? link("orders", entry.orderId, t(`c.kind.${entry.kind}`)) : t(`c.kind.${entry.kind}`), won(entry.amount), won(entry.balance), entry.reason ?? "",
  ])));
  const orders = pages(`${path}/orders`, ordersTable);
  await Promise.all([entries.ready, orders.ready]);
  return {
    title: user.id,
    content: page(user.id, null,
      h("div", { class: "tiles" }, [[t("c.balance"), won(user.balance)], [t("c.nav.orders"), number(user.orders)], [t("c.coupons"), number(user.coupons)]].map(([name, value]) =>
        h("div", { class: "tile" }, h("span", { class: "name" }, name), h("span", { class: "value" }, value)))),
      h("div", { class: "columns" },
        panel(t("c.adjust"), form(h("div", { class: "fields" },
          field(t("c.adjust.amount"), "amount", { type: "number", step: 1, required: true }), field(t("c.reason"), "reason", { required: true, maxlength: 1000 })), t("c.adjust"), async (data) =>
          after(await once(`adjust:${id}`, `${path}/adjustments`, { amount: count(data, "amount"), reason: text(data, "reason") })), "button")),
        panel(t("c.give"), form(field(t("c.campaign"), "campaign", { required: true, maxlength: 128 }), t("c.give"), async (data) =>
          after(await call(`${path}/coupons`, { method: "POST", body: { campaignId: text(data, "campaign") } })), "button"))),
      panel(t("c.statement"), entries.element),
      panel(t("c.nav.orders"), orders.element),
      panel(t("c.coupons"), table(t("c.coupons"), [t("c.name"), t("c.status"), t("c.ends")], coupons.data.items.map((coupon) => [
        link("campaigns", coupon.campaignId, coupon.name), mark(t(`c.coupon.${coupon.status}`), coupon.status === "usable" ? "good" : ""), dayAndTime(coupon.expiresAt),
      ])))),
  };
}
