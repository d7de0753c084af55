/** An order: its lines, and what is given back of them. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { dayAndTime, number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { once } from "../../js/once.js";
import { optionWords } from "../../js/parts.js";
import { orderMark } from "../orders-table.js";
import { after, count, field, form, link, page, panel, table, text, unread } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["OrderView"]} Order */

/** @param {{params: Record<string, string>}} place */
export async function show({ params }) {
  /** @type {import("../../js/api.js").Result<Order>} */
  const answer = await call(`/v1/admin/orders/${encodeURIComponent(params["id"] ?? "")}`);
  if (!answer.ok) {
    return { title: t("c.nav.orders"), content: page(params["id"] ?? "", null, unread(answer)) };
  }

  const order = answer.data;
  const isRefundable = order.status === "paid" && order.items.some((line) => line.cancelled < line.quantity);
  return {
    title: t("c.order"),
    content: page(t("c.order"), orderMark(order),
      panel(order.id,
        h("p", null, order.userId && link("users", order.userId), ` · ${dayAndTime(order.placedAt)}`),
        table(t("c.lines"), [t("c.variant"), `#${t("c.price")}`, `#${t("c.units")}`, `#${t("c.units.cancelled")}`], order.items.map((line) => [
          [link("products", line.productId, line.name), ` ${optionWords(line.options)}`], won(line.price), number(line.quantity), number(line.cancelled),
        ])),
        h("dl", { class: "sums" }, [["c.total", order.total], ["c.discount", order.discount], ["c.paid", order.paid], ["c.refunds", order.refunded]].map(([name, amount]) =>
          h("div", null, h("dt", null, t(String(name))), h("dd", null, won(Number(amount))))))),
      isRefundable && panel(t("c.refund"), refundForm(order)),
      (order.refunds ?? []).length > 0 && panel(t("c.refunds"), table(t("c.refunds"), [t("c.at"), `#${t("c.amount")}`, t("c.lines"), t("c.reason")], (order.refunds ?? []).map((refund) => [
        dayAndTime(refund.at), won(refund.amount), refund.items.map((item) => `${item.sku} × ${item.quantity}`).join(", "), refund.reason ?? "",
      ])))),
  };
}

/** @param {Order} order */
const refundForm = (order) => form([
  h("div", { class: "fields" }, order.items.filter((line) => line.cancelled < line.quantity).map((line) => field(
    t("c.refund.line", { name: line.name, options: optionWords(line.options), n: line.quantity - line.cancelled }), `line ${line.sku}`,
    { type: "number", min: 0, max: line.quantity - line.cancelled, step: 1, value: 0, required: true }))),
  field(t("c.reason"), "reason", { type: "textarea", required: true, maxlength: 1000 }),
], t("c.refund"), async (data) => {
  const items = order.items.map((line) => ({ sku: line.sku, quantity: count(data, `line ${line.sku}`) })).filter((item) => item.quantity > 0);
  if (items.length === 0) {
    return { ok: false, status: 422, code: "no_line", problem: {}, retryAfter: 0 };
  }

  return after(await once(`refund:${order.id}`, `/v1/admin/orders/${encodeURIComponent(order.id)}/cancellation`, { items, reason: text(data, "reason") }));
});
