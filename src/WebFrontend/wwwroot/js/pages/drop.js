/** A drop: the countdown, what is left, and one button. However often it is pressed, and whatever becomes of the connection, it gives one coupon. */
import { call, insist, isOpen } from "../api.js";
import { h, replace } from "../dom.js";
import { clockTime, day, exactTime, now, number, won } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { countdown, discountWords, stateOf } from "../parts.js";
import { user } from "../session.js";

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {Schemas["CouponView"]} Coupon */

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ params }) {
  const id = params["id"] ?? "";
  const [read, coupons] = await Promise.all([
    /** @type {Promise<import("../api.js").Result<Schemas["CampaignView"]>>} */ (call(`/v1/campaigns/${encodeURIComponent(id)}`)),
    mine(),
  ]);
  if (!read.ok) {
    if (read.status === 404 || read.status === 422) {
      return { title: t("missing"), content: h("section", { class: "empty" }, h("h1", null, t("missing")), h("a", { class: "button", href: "/" }, t("home"))) };
    }

    throw new TypeError("The drop cannot be read.");
  }

  const campaign = read.data;
  let coupon = coupons.find((it) => it.campaignId === id) ?? null;
  let isClaiming = false;
  let stopClock = () => {};
  const [state, clock, left, answer] = [h("span", { class: "tag" }), h("div", { class: "drop-clock" }), h("div", { class: "drop-left" }), h("div", { class: "answer", role: "status" })];
  const button = h("button", { class: "big", type: "button", on: { click: () => void claim() } });
  const action = h("div", { class: "drop-action" }, button);

  function draw() {
    stopClock();
    const current = stateOf(campaign);
    state.textContent = t(`drop.${current}`);
    replace(left,
      h("div", { class: "bar", "aria-hidden": "true" }, h("i", { vars: { "--part": String(campaign.quantity > 0 ? campaign.remaining / campaign.quantity : 0) } })),
      h("p", { class: "small" }, t("drop.remaining", { remaining: number(campaign.remaining), quantity: number(campaign.quantity) })));
    if (current === "soon" || current === "open") {
      const counted = countdown(current === "soon" ? campaign.startsAt : campaign.endsAt, () => queueMicrotask(draw));
      stopClock = counted.stop;
      replace(clock, h("p", { class: "label" }, t(current === "soon" ? "drop.startsIn" : "drop.endsIn")), counted.element);
    } else {
      replace(clock);
    }

    if (coupon) {
      yours(coupon);
    } else if (!user()) {
      replace(action, h("a", { class: "big", href: `/sign-in?back=${encodeURIComponent(location.pathname)}` }, t("drop.signIn")));
    } else {
      button.textContent = isClaiming ? t("drop.claiming") : current === "soon" ? t("drop.waits", { time: clockTime(campaign.startsAt) }) : t("drop.claim");
      button.setAttribute("aria-disabled", String(isClaiming || current === "soon"));
    }
  }

  async function claim() {
    if (isClaiming || coupon || stateOf(campaign) === "soon") {
      return;
    }

    isClaiming = true;
    replace(answer);
    draw();
    /** @type {import("../api.js").Result<Coupon>} */
    const result = await insist(`/v1/campaigns/${encodeURIComponent(id)}/claim`, { method: "POST" }, () => replace(answer, h("p", { class: "note" }, t("retrying"))));
    isClaiming = false;
    if (result.ok) {
      coupon = result.data;
    } else if (result.code === "coupon_already_issued") {
      // The claim whose answer was lost, or one on another device: both are this user's.
      coupon = (await mine()).find((it) => it.campaignId === id) ?? null;
      if (!coupon) {
        says("drop.yours", "");
      }
    } else if (result.code === "campaign_sold_out") {
      campaign.remaining = 0;
      says("drop.allGone", t("drop.goneAt", { time: exactTime(new Date(now()).toISOString()), quantity: number(campaign.quantity) }));
    } else if (result.code === "campaign_not_open") {
      says("drop.closed", t("drop.closedBody"));
    } else if (isOpen(result)) {
      says("drop.notKnown", t("unknown"));
    } else {
      says("drop.closed", result.problem.title ?? "");
    }

    draw();
  }

  /** @param {string} name @param {string} body */
  const says = (name, body) => replace(answer, h("div", { class: "note" }, h("h2", null, t(name)), h("p", null, body)));

  /** @param {Coupon} won */
  function yours(won) {
    replace(answer, h("div", { class: "ticket" },
      h("h2", null, t("drop.yours")),
      h("p", { class: "drop-value" }, discountWords(won.discount)),
      h("p", null, t("drop.issuedAt", { time: exactTime(won.issuedAt) }), " ", t("drop.until", { day: day(won.expiresAt) }))));
    replace(action, h("a", { class: "big", href: "/products" }, t("drop.toShop")));
  }

  draw();
  const stop = follow({ campaigns: [id] }, {
    campaign: (live) => {
      if (live.remaining !== campaign.remaining) {
        campaign.remaining = live.remaining;
        draw();
      }
    },
  });
  return {
    title: campaign.name,
    stop: () => {
      stop();
      stopClock();
    },
    content: h("article", { class: "drop" },
      state,
      h("h1", null, campaign.name),
      h("p", { class: "drop-value is-large" }, discountWords(campaign.discount)),
      h("p", { class: "quiet" }, [campaign.minimumOrder > 0 ? t("discount.min", { minimum: won(campaign.minimumOrder) }) : null, t("discount.days", { n: campaign.validDays })].filter(Boolean).join(" · ")),
      clock, left, action, answer,
      h("p", { class: "quiet small" }, t("drop.rules"))),
  };
}

/** @returns {Promise<Coupon[]>} the coupons of the user; none for nobody */
async function mine() {
  if (!user()) {
    return [];
  }

  /** @type {import("../api.js").Result<Schemas["FullListOfCouponView"]>} */
  const answer = await call("/v1/coupons");
  return answer.ok ? answer.data.items : [];
}
