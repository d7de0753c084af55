/** An order of the user: what it is, and its cancellation as a whole or in part. */
import { call, isOpen } from "../api.js";
import { h, replace } from "../dom.js";
import { dayAndTime, won } from "../format.js";
import { t } from "../i18n.js";
import { once } from "../once.js";
import { figures, optionWords, reasonOf, signInFirst } from "../parts.js";
import { user } from "../session.js";

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {Schemas["OrderView"]} Order */

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ params, query }) {
  if (!user()) {
    return { title: t("order.title"), content: signInFirst() };
  }

  const id = params["id"] ?? "";
  const path = `/v1/orders/${encodeURIComponent(id)}`;
  const [read, wallet] = await Promise.all([
    /** @type {Promise<import("../api.js").Result<Order>>} */ (call(path)),
    /** @type {Promise<import("../api.js").Result<Schemas["WalletView"]>>} */ (call("/v1/wallet")),
  ]);
  if (!read.ok) {
    if (read.status === 404 || read.status === 422) {
      return { title: t("missing"), content: h("section", { class: "empty" }, h("h1", null, t("missing")), h("a", { class: "button", href: "/me" }, t("nav.me"))) };
    }

    throw new TypeError("The order cannot be read.");
  }

  const box = h("div", { class: "stack" });
  const said = h("div", { role: "status", tabindex: "-1" });

  let refunded = read.data.refunded;

  /** @param {Order} order */
  function draw(order) {
    refunded = order.refunded;
    replace(box,
      h("p", { class: "row" }, h("span", { class: order.status === "paid" ? "tag is-good" : "tag" }, t(`order.${order.status}`)), h("span", { class: "quiet small" }, t("order.placed", { time: dayAndTime(order.placedAt) }))),
      h("ul", { class: "plain-lines" }, order.items.map((item) => h("li", { class: "spread" },
        h("span", null, h("a", { href: `/products/${encodeURIComponent(item.productId)}` }, item.name), " ",
          h("span", { class: "quiet small" }, [optionWords(item.options), `× ${item.quantity}`].filter(Boolean).join(" ")),
          item.cancelled > 0 && h("span", { class: "tag" }, t("order.cancelledUnits", { n: item.cancelled }))),
        h("span", null, won(item.price * item.quantity))))),
      figures([
        [t("pay.total"), won(order.total)],
        ...(order.discount > 0 ? [/** @type {[string, string]} */ ([t("pay.discount"), won(-order.discount)])] : []),
        [t(order.status === "awaiting_payment" ? "pay.due" : "order.paidAmount"), h("strong", null, won(order.status === "awaiting_payment" ? order.total : order.paid)), "is-due"],
        ...(order.refunded > 0 ? [/** @type {[string, string]} */ ([t("order.refunded"), won(order.refunded)])] : []),
      ]),
      order.status === "awaiting_payment" && h("a", { class: "button first", href: `/checkout/${encodeURIComponent(order.id)}` }, t("order.pay")),
      (order.status === "awaiting_payment" || order.status === "paid") && cancellation(order));
  }

  /** @param {Order} order */
  function cancellation(order) {
    const open = order.items.filter((item) => item.quantity > item.cancelled);
    const isPaid = order.status === "paid";
    const form = h("form", { class: "stack", on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); some(form); } } },
      isPaid && open.map((item) => {
        const name = `units-${item.sku}`;
        return h("div", { class: "field" }, h("label", { for: name }, t("order.cancelOf", { name: [item.name, optionWords(item.options)].filter(Boolean).join(" ") })),
          h("select", { id: name, name: item.sku, class: "narrow" }, Array.from({ length: item.quantity - item.cancelled + 1 }, (_, n) => h("option", { value: n }, t("order.units", { n })))));
      }),
      h("div", { class: "field" }, h("label", { for: "reason" }, t("order.reason")), h("input", { id: "reason", name: "reason", maxlength: 200, autocomplete: "off" })),
      h("div", { class: "row" },
        isPaid && h("button", { class: "button", type: "submit" }, t("order.cancelSome")),
        h("button", { class: "button", type: "button", on: { click: () => void cancel(form, null) } }, t("order.cancelAll"))));
    return h("details", { class: "cancel" }, h("summary", null, t("order.cancelTitle")), form);
  }

  /** @param {HTMLFormElement} form */
  function some(form) {
    const items = [...form.querySelectorAll("select")].map((select) => ({ sku: select.name, quantity: Number(select.value) })).filter((item) => item.quantity > 0);
    if (items.length === 0) {
      replace(said, h("p", { class: "note is-bad" }, t("order.pickSome")));
    } else {
      void cancel(form, items);
    }
  }

  /** @param {HTMLFormElement} form @param {Schemas["OrderItem"][] | null} items null: all that is left */
  async function cancel(form, items) {
    const reason = String(new FormData(form).get("reason") ?? "").trim();
    for (const button of form.querySelectorAll("button")) {
      button.disabled = true;
    }

    const before = refunded;
    /** @type {import("../api.js").Result<Order>} */
    const result = await once(`cancel:${id}`, `${path}/cancellation`, { ...(items ? { items } : {}), ...(reason ? { reason } : {}) });
    const earlier = result.ok ? undefined : /** @type {Order | undefined} */ (result.earlier?.data);
    if (earlier || (result.ok && result.replayed)) {
      // A repeated answer tells of the order as it was then.
      /** @type {import("../api.js").Result<Order>} */
      const now = await call(path);
      const order = now.ok ? now.data : result.ok ? result.data : /** @type {Order} */ (earlier);
      draw(order);
      replace(said, h("p", { class: earlier ? "note is-bad" : "note is-good" }, t(earlier ? "order.earlier" : "order.cancelTotal", { amount: won(order.refunded) })));
    } else if (result.ok) {
      draw(result.data);
      replace(said, h("p", { class: "note is-good" }, result.data.paid > 0 ? t("order.cancelDone", { amount: won(result.data.refunded - before) }) : t("order.cancelDoneUnpaid")));
    } else {
      replace(said, h("p", { class: "note is-bad" }, isOpen(result) ? t("unknown") : t("order.refused", { reason: reasonOf(result) })));
      for (const button of form.querySelectorAll("button")) {
        button.disabled = false;
      }
    }

    if (document.activeElement === document.body) {
      said.focus();
    }
  }

  draw(read.data);
  const isNew = query.has("thanks") && read.data.status === "paid";
  return {
    title: t("order.title"),
    content: h("article", { class: "order" },
      h("h1", null, isNew ? t("order.thanks") : t("order.title")),
      h("p", { class: "quiet small" }, t("order.number", { id })),
      isNew && wallet.ok && h("p", { class: "note is-good" }, t("order.balance", { balance: won(wallet.data.balance) })),
      said, box),
  };
}
