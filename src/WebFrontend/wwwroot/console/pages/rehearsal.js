/**
 * A rehearsal of a drop: a campaign that shoppers are not shown, for its time is over, whose coupons go to users that nobody is. It shows staff what they will see;
 * it is no measurement.
 */
import { call, insist } from "../../js/api.js";
import { h, replace } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { burning } from "../burning.js";
import { field, form, link, page, panel, count } from "../parts.js";

/** Coupons that are asked for at once. */
const AT_ONCE = 4;

/** The largest price there is, in won: no order is worth so much by mistake, so no coupon of a rehearsal pays. */
const NEVER = 1000000000;

export async function show() {
  const stage = h("div", { class: "stack", "aria-live": "polite" });
  let stop = () => {};
  let isOver = false;

  /** @param {FormData} data */
  async function play(data) {
    stop();
    const quantity = count(data, "quantity");
    const now = Date.now();
    const id = `rehearsal-${new Date(now).toISOString().replace(/\D/g, "").slice(0, 14)}`;
    const campaign = { id, name: t("c.rehearsal"), quantity, remaining: quantity };
    const saved = await call(`/v1/admin/campaigns/${id}`, {
      method: "PUT", isNew: true, body: {
        name: campaign.name, quantity, discount: { type: "fixed", value: 1 }, minimumOrder: NEVER, validDays: 1,
        startsAt: new Date(now - 120000).toISOString(), endsAt: new Date(now - 60000).toISOString(),
      },
    });
    if (!saved.ok) {
      return saved;
    }

    const curve = burning(campaign);
    stop = curve.stop;
    const words = h("p", { class: "light" }, t("c.rehearsal.runs"));
    replace(stage, words, curve.element, h("p", null, link("campaigns", id)));
    const refused = await giveAll(id, quantity);
    words.className = refused ? "light is-bad" : "light is-good";
    words.textContent = refused ? t("c.error", { code: refused.code, title: "" }) : t("c.rehearsal.over", { seconds: Math.round((Date.now() - now) / 100) / 10 });
    return refused;
  }

  /** @param {string} id @param {number} quantity @returns {Promise<import("../../js/api.js").Refused | null>} */
  async function giveAll(id, quantity) {
    let next = 0;
    /** @type {import("../../js/api.js").Refused | null} */
    let refused = null;
    async function give() {
      while (next < quantity && !isOver && !refused) {
        const result = await insist(`/v1/admin/users/${id}-${++next}/coupons`, { method: "POST", body: { campaignId: id } });

        // A repeat that comes after its first call was heard is told that the user has one.
        refused = result.ok || result.code === "coupon_already_issued" ? refused : result;
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, give));
    return refused;
  }

  return {
    title: t("c.rehearsal"),
    stop: () => { isOver = true; stop(); },
    content: page(t("c.rehearsal"), null, panel(t("c.rehearsal"), h("p", { class: "quiet" }, t("c.rehearsal.why")),
      form(h("div", { class: "fields" }, field(t("c.quantity"), "quantity", { type: "number", min: 10, max: 500, step: 1, value: 60, required: true })), t("c.rehearsal.play"), play), stage)),
  };
}
