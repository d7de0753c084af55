/** A campaign that is new. */
import { call } from "../../js/api.js";
import { t } from "../../js/i18n.js";
import { navigate } from "../../js/router.js";
import { campaignForm } from "../campaign-form.js";
import { done, page, panel } from "../parts.js";

export async function show() {
  const form = campaignForm(null, async (id, body) => {
    const saved = await call(`/v1/admin/campaigns/${encodeURIComponent(id)}`, { method: "PUT", body, isNew: true });
    if (!saved.ok) {
      return saved.code === "precondition_failed" ? { ...saved, code: "id_taken" } : saved;
    }

    done();
    navigate(`/console/campaigns/${encodeURIComponent(id)}`);
    return null;
  });
  return { title: t("c.campaign.new"), content: page(t("c.campaign.new"), null, panel(t("c.campaign.new"), form)) };
}
