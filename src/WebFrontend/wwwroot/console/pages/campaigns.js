/** All campaigns, with what became of their coupons. */
import { h } from "../../js/dom.js";
import { dayAndTime, number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { stateOf } from "../../js/parts.js";
import { link, mark, page, pages, table } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["CampaignView"]} Campaign */

export async function show() {
  const list = pages("/v1/admin/campaigns", (/** @type {Campaign[]} */ items) => table(t("c.nav.campaigns"),
    [t("c.name"), t("c.status"), t("c.starts"), t("c.ends"), `#${t("c.issued")}`, `#${t("c.used")}`, `#${t("c.given")}`], items.map((campaign) => [
      link("campaigns", campaign.id, campaign.name), stateMark(campaign), dayAndTime(campaign.startsAt), dayAndTime(campaign.endsAt),
      `${number(campaign.issued ?? 0)} / ${number(campaign.quantity)}`, number(campaign.used ?? 0), won(campaign.discountGiven ?? 0),
    ])));
  await list.ready;
  return {
    title: t("c.nav.campaigns"),
    content: page(t("c.nav.campaigns"),
      [h("a", { class: "button small", href: "/console/rehearsal" }, t("c.rehearsal")), h("a", { class: "button small first", href: "/console/new-campaign" }, t("c.campaign.new"))],
      list.element),
  };
}

/** @param {Campaign} campaign */
export const stateMark = (campaign) => campaign.paused ? mark(t("c.paused"), "bad") : mark(t(`c.state.${stateOf(campaign)}`), stateOf(campaign) === "open" ? "good" : "");
