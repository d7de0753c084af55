/** The payment stream: how far it is, and what is published again. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { number } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { say } from "../../js/parts.js";
import { reload } from "../../js/router.js";
import { field, form, localTime, moment, page, panel, table, unread } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["PaymentStreamView"]} Stream */

export async function show() {
  /** @type {import("../../js/api.js").Result<Stream>} */
  const answer = await call("/v1/admin/payment-stream");
  if (!answer.ok) {
    return { title: t("c.nav.payments"), content: page(t("c.nav.payments"), null, unread(answer)) };
  }

  const stream = answer.data;
  const seconds = (/** @type {number} */ age) => `${number(Math.round(age * 10) / 10)} s`;
  return {
    title: t("c.nav.payments"),
    content: page(t("c.nav.payments"), h("button", { class: "button small", type: "button", on: { click: () => void reload() } }, t("c.refresh")),
      h("div", { class: "tiles" }, [[t("c.pending"), number(stream.pending)], [t("c.oldest"), seconds(stream.oldestSeconds)], [t("c.parked"), number(stream.parked)], [t("c.published"), number(stream.published)]].map(([name, value]) =>
        h("div", { class: "tile" }, h("span", { class: "name" }, name), h("span", { class: "value" }, value)))),
      h("div", { class: "columns" },
        panel(t("c.replay"), h("p", { class: "quiet" }, t("c.replay.why")), form(h("div", { class: "fields" },
          field(t("c.from"), "from", { type: "datetime-local", required: true, value: localTime(Date.now() - 3600000) }),
          field(t("c.to"), "to", { type: "datetime-local", required: true, value: localTime(Date.now() + 60000) })), t("c.replay"), async (data) =>
          told(await call("/v1/admin/payment-stream/replay", { method: "POST", body: { from: moment(data, "from"), to: moment(data, "to") }, timeout: 120000 })), "button")),
        panel(t("c.parked"),
          table(t("c.parked"), [t("c.event"), `#${t("c.age")}`, t("c.reason")], (stream.parkedEvents ?? []).map((event) => [event.eventId, seconds(event.ageSeconds), event.reason])),
          form(null, t("c.parked.retry"), async () => told(await call("/v1/admin/payment-stream/parked/retry", { method: "POST" })), "button"))),
      panel(t("c.partitions"), table(t("c.partitions"), [t("c.partition"), `#${t("c.pending")}`, `#${t("c.oldest")}`, `#${t("c.parked")}`, `#${t("c.published")}`, t("c.owner")],
        (stream.partitions ?? []).map((part) => [String(part.partition), number(part.pending), seconds(part.oldestSeconds), number(part.parked), number(part.published), part.owner ?? "–"])))),
  };
}

/** @param {import("../../js/api.js").Result<{events: number}>} result */
async function told(result) {
  if (!result.ok) {
    return result;
  }

  await reload();
  say(t("c.replayed", { n: number(result.data.events) }));
  return null;
}
