/** A campaign: how its coupons go, its terms, pausing, and a coupon for one user. */
import { call } from "../../js/api.js";
import { h } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { burning } from "../burning.js";
import { campaignForm } from "../campaign-form.js";
import { after, field, form, page, panel, text, unread } from "../parts.js";
import { stateMark } from "./campaigns.js";

/** @typedef {import("../../js/contract").components["schemas"]["CampaignView"]} Campaign */

/** @param {{params: Record<string, string>}} place */
export async function show({ params }) {
  const id = encodeURIComponent(params["id"] ?? "");
  /** @type {import("../../js/api.js").Result<Campaign>} */
  const answer = await call(`/v1/campaigns/${id}`);
  if (!answer.ok) {
    return { title: t("c.nav.campaigns"), content: page(params["id"] ?? "", null, unread(answer)) };
  }

  const campaign = answer.data;
  const path = `/v1/admin/campaigns/${id}`;
  const curve = burning(campaign);
  return {
    title: campaign.name,
    stop: curve.stop,
    content: page(campaign.name, stateMark(campaign),
      panel(t("c.burn"), curve.element, form(null, t(campaign.paused ? "c.resume" : "c.pause"), async () => after(await call(path, { method: "PATCH", body: { paused: !campaign.paused } })), "button")),
      panel(t("c.give"), form(h("div", { class: "fields" }, field(t("c.user"), "user", { required: true, maxlength: 128 })), t("c.give"), async (data) =>
        after(await call(`/v1/admin/users/${encodeURIComponent(text(data, "user"))}/coupons`, { method: "POST", body: { campaignId: campaign.id } })), "button")),
      panel(t("c.edit"), campaignForm(campaign, async (_, body) => after(await call(path, { method: "PUT", body, ifMatch: answer.etag }))))),
  };
}
