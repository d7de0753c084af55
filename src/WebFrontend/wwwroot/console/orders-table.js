/** Orders in a table, as several pages show them. */
import { dayAndTime, won } from "../js/format.js";
import { t } from "../js/i18n.js";
import { link, mark, table } from "./parts.js";

/** @typedef {import("../js/contract").components["schemas"]["OrderView"]} Order */

/** @param {Order[]} orders */
export const ordersTable = (orders) => table(t("c.nav.orders"), [t("c.order"), t("c.user"), t("c.status"), t("c.placed"), `#${t("c.paid")}`, `#${t("c.refunds")}`], orders.map((order) => [
  link("orders", order.id, order.id.slice(0, 12)), order.userId ? link("users", order.userId) : "", orderMark(order), dayAndTime(order.placedAt), won(order.paid), won(order.refunded),
]));

/** @param {Order} order */
export const orderMark = (order) => mark(t(`c.order.${order.status}`), order.status === "paid" ? "good" : "");
