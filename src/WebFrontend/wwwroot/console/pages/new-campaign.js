/** A campaign that is new. */
import { call } from "../../js/api.js";
import { t } from "../../js/i18n.js";
import { navigate } from "../../js/router.js";
import { campaignForm } from "../campaign-form.js";
import { done, page, panel } from "../parts.js";

export async function show() {
  const form = campaignForm(null, async (id, body) => {
    const there = await call(`/v1/campaigns/${encodeURIComponent(id)}`);
    if (there.ok) {
      return { ok: false, status: 409, code: "id_taken", problem: {}, retryAfter: 0 };
    }

    const saved = await call(`/v1/admin/campaigns/${encodeURIComponent(id)}`, { method: "PUT", body });
    if (!saved.ok) {
      return saved;
    }

    done();
    navigate(`/console/campaigns/${encodeURIComponent(id)}`);
    return null;
  });
  return { title: t("c.campaign.new"), content: page(t("c.campaign.new"), null, panel(t("c.campaign.new"), form)) };
}
