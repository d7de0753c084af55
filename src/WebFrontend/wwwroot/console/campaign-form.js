/**
 * The form of a campaign, with a preview of what shoppers will read.
 *
 * @typedef {import("../js/contract").components["schemas"]["CampaignView"]} Campaign
 * @typedef {import("../js/api.js").Refused} Refused
 */
import { h, replace } from "../js/dom.js";
import { clockTime, day, number, won } from "../js/format.js";
import { t } from "../js/i18n.js";
import { discountWords } from "../js/parts.js";
import { count, field, form, localTime, moment, text } from "./parts.js";

/**
 * @param {Campaign | null} campaign null: a new one
 * @param {(id: string, body: Record<string, unknown>) => Promise<Refused | null>} save
 */
export function campaignForm(campaign, save) {
  const preview = h("div", { class: "preview", "aria-label": t("c.preview"), role: "group" });
  const hour = Math.ceil(Date.now() / 3600000) * 3600000;
  const discount = campaign?.discount;
  const element = form([
    h("div", { class: "fields" },
      !campaign && field(t("c.id"), "id", { required: true, maxlength: 128, pattern: "[^\\/]+" }),
      field(t("c.name"), "name", { required: true, maxlength: 300, value: campaign?.name ?? "" }),
      field(t("c.discount.type"), "type", { type: "select", value: discount?.type ?? "fixed" }, [["fixed", t("c.discount.fixed")], ["percent", t("c.discount.percent")]]),
      field(t("c.discount.value"), "value", { type: "number", min: 1, step: 1, required: true, value: discount?.value ?? 5000 }),
      field(t("c.discount.maximum"), "maximum", { type: "number", min: 1, step: 1, value: discount?.maximum ?? "" }),
      field(t("c.minimumOrder"), "minimumOrder", { type: "number", min: 0, step: 1, required: true, value: campaign?.minimumOrder ?? 0 }),
      field(t("c.quantity"), "quantity", { type: "number", min: 1, step: 1, required: true, value: campaign?.quantity ?? 100 }),
      field(t("c.validDays"), "validDays", { type: "number", min: 1, step: 1, required: true, value: campaign?.validDays ?? 7 }),
      field(t("c.starts"), "startsAt", { type: "datetime-local", required: true, value: localTime(campaign?.startsAt ?? hour) }),
      field(t("c.ends"), "endsAt", { type: "datetime-local", required: true, value: localTime(campaign?.endsAt ?? hour + 86400000) })),
    preview,
  ], t("c.save"), (data) => save(campaign?.id ?? text(data, "id"), bodyOf(data, campaign)));

  function draw() {
    const body = bodyOf(new FormData(element), campaign);
    replace(preview, h("p", { class: "quiet small" }, t("c.preview")), h("p", null, String(body.name) || "–"), h("p", { class: "much" }, discountWords(body.discount)),
      h("p", { class: "small" }, t("c.preview.terms", { minimum: won(body.minimumOrder), quantity: number(body.quantity), days: number(body.validDays) })),
      body.startsAt && body.endsAt && h("p", { class: "small quiet" }, [body.startsAt, body.endsAt].map((time) => `${day(time)} ${clockTime(time)}`).join(" – ")));
  }

  element.addEventListener("input", draw);
  draw();
  return element;
}

/** @param {FormData} data @param {Campaign | null} before */
function bodyOf(data, before) {
  const type = text(data, "type") === "percent" ? /** @type {const} */ ("percent") : /** @type {const} */ ("fixed");

  // A time that is left as it stood in the form is left to the millisecond.
  const time = (/** @type {"startsAt" | "endsAt"} */ name) => before && text(data, name) === localTime(before[name]) ? before[name] : moment(data, name);
  return {
    name: text(data, "name"), discount: { type, value: count(data, "value"), ...(text(data, "maximum") && type === "percent" ? { maximum: count(data, "maximum") } : {}) },
    minimumOrder: count(data, "minimumOrder"), quantity: count(data, "quantity"), validDays: count(data, "validDays"), startsAt: time("startsAt"), endsAt: time("endsAt"),
  };
}
