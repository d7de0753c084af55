/** A drop: the countdown, what is left, and one button. However often it is pressed, and whatever becomes of the connection, it gives one coupon. */
import { call, isOpen, isWaiting, pause } from "../api.js";
import { h, replace, write } from "../dom.js";
import { clockTime, day, exactTime, now, number, ordinal, won } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { countdown, discountWords, reasonOf, stateOf } from "../parts.js";
import { user } from "../session.js";
import { inTurn, isInLine, SPREAD } from "../turn.js";

/** By how much the clock of this page may be ahead of the shop's, in milliseconds: a press within it is repeated until the drop is open. */
const AHEAD = 3000;

/** The pause between two such presses, in milliseconds. */
const STEP = 300;

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

  /** Whether the shop has said that all are gone, and none has come back since. */
  let isGone = false;
  let isLeft = false;
  let stopClock = () => {};
  let stopTurn = () => {};
  let hurry = () => {};

  /** To what the clock counts. */
  let counted = "";
  const [state, clock, answer] = [h("span", { class: "tag" }), h("div", { class: "drop-clock" }), h("div", { class: "answer", role: "status" })];
  const [told, turnClock] = [h("p", null), h("p", { class: "drop-turn" })];
  const turn = h("div", { class: "note" }, h("h2", null, t("drop.inLine")), told, turnClock, h("p", { class: "small" }, t("drop.inLineBody")));
  const [part, remaining] = [h("i"), h("p", { class: "small" })];
  const left = h("div", { class: "drop-left" }, h("div", { class: "bar", "aria-hidden": "true" }, part), remaining);
  const button = h("button", { class: "big", type: "button", on: { click: () => void claim() } });
  const signIn = h("a", { class: "big", href: `/sign-in?back=${encodeURIComponent(location.pathname)}` }, t("drop.signIn"));
  const toShop = h("a", { class: "button first", href: "/products" }, t("drop.toShop"));
  const action = h("div", { class: "drop-action" });

  /** Writes what has changed and leaves all else alone: it is drawn with each coupon that goes, while people press. */
  function draw() {
    const current = stateOf(campaign);
    write(state, t(`drop.${campaign.paused ? "paused" : current}`));
    part.style.setProperty("--part", String(campaign.quantity > 0 ? campaign.remaining / campaign.quantity : 0));
    write(remaining, t("drop.remaining", { remaining: number(campaign.remaining), quantity: number(campaign.quantity) }));
    drawClock(current);
    write(button, coupon ? t("drop.have") : isGone ? t("drop.gone") : isClaiming ? t(answer.firstChild === turn ? "drop.inLine" : "drop.claiming") : current === "soon" ? t("drop.waits", { time: clockTime(campaign.startsAt) }) : t("drop.claim"));
    button.setAttribute("aria-disabled", String(isClaiming || coupon !== null || isGone || current === "soon"));

    // The button keeps its place when the answer comes: a press that was meant for it never meets something else.
    const way = user() ? button : signIn;
    if (action.firstChild !== way) {
      replace(action, way);
    }
  }

  /** @param {"soon" | "open" | "gone" | "ended"} current */
  function drawClock(current) {
    const end = current === "soon" ? campaign.startsAt : current === "open" ? campaign.endsAt : "";
    if (end === counted) {
      return;
    }

    counted = end;
    stopClock();
    replace(clock);
    if (end !== "") {
      const watch = countdown(end, () => queueMicrotask(() => { counted = ""; draw(); }));
      stopClock = watch.stop;
      replace(clock, h("p", { class: "label" }, t(current === "soon" ? "drop.startsIn" : "drop.endsIn")), watch.element);
    }
  }

  async function claim() {
    if (isClaiming || coupon || isGone || stateOf(campaign) === "soon") {
      return;
    }

    isClaiming = true;
    replace(answer);
    draw();
    let result = await ask();
    while (!result.ok && !isLeft && opensIn(result) <= AHEAD) {
      await pause(STEP);
      result = await ask();
    }

    stopTurn();
    isClaiming = false;
    if (result.ok) {
      own(result.data);
    } else if (result.code === "coupon_already_issued") {
      // The claim whose answer was lost, or one on another device: both are this user's.
      const owned = (await mine()).find((it) => it.campaignId === id);
      if (owned) {
        own(owned);
      } else {
        says("drop.yours", "");
      }
    } else if (result.code === "campaign_sold_out") {
      campaign.remaining = 0;
      isGone = true;
      const { soldOutAt } = result.problem;
      says("drop.allGone", t(soldOutAt ? "drop.goneAt" : "drop.goneBy", { time: exactTime(soldOutAt ?? new Date(now()).toISOString()), quantity: number(campaign.quantity) }));
    } else if (opensIn(result) < Infinity) {
      campaign.startsAt = result.problem.startsAt ?? campaign.startsAt;
    } else if (result.code === "campaign_not_open") {
      says("drop.closed", t("drop.closedBody"));
    } else if (isWaiting(result)) {
      replace(answer);
    } else if (isOpen(result)) {
      says("drop.notKnown", t("unknown"));
    } else {
      says("drop.closed", reasonOf(result));
    }

    draw();
  }

  /** @returns {Promise<import("../api.js").Result<Coupon>>} */
  function ask() {
    /** @type {{done: Promise<import("../api.js").Result<Coupon>>, hurry: () => void}} */
    const asked = inTurn(id, `/v1/campaigns/${encodeURIComponent(id)}/claim`, {
      onPlace: waits,
      onRetry: () => { replace(answer, h("p", { class: "note" }, t("retrying"))); },
      isLeft: () => isLeft,
    });
    hurry = asked.hurry;
    return asked.done;
  }

  /** The place is told aloud when it is heard of; the seconds that go by are only shown. @param {import("../turn.js").Place} at */
  function waits({ place, seconds }) {
    stopTurn();
    const watch = countdown(new Date(now() + seconds * 1000).toISOString());
    stopTurn = watch.stop;
    write(told, t("drop.linePlace", { place: number(place), n: number(seconds) }));
    watch.element.setAttribute("aria-hidden", "true");
    replace(turnClock, watch.element);
    if (answer.firstChild !== turn) {
      replace(answer, turn);
      draw();
    }
  }

  /** @param {string} name @param {string} body */
  const says = (name, body) => replace(answer, h("div", { class: "note" }, h("h2", null, t(name)), h("p", null, body)));

  /** @param {Coupon} won */
  function own(won) {
    coupon = won;
    replace(answer, h("div", { class: "ticket" },
      h("h2", null, t("drop.yours")),
      won.number !== undefined && h("p", { class: "drop-place" }, t("drop.place", { n: ordinal(won.number), quantity: number(campaign.quantity) })),
      h("p", { class: "drop-value" }, discountWords(won.discount)),
      h("p", null, t("drop.issuedAt", { time: exactTime(won.issuedAt) })),
      h("p", null, t("drop.until", { day: day(won.expiresAt) }))), toShop);
  }

  if (coupon) {
    own(coupon);
  }

  draw();
  if (!coupon && user() && isInLine(id)) {
    // The page was closed or loaded again while it waited.
    void claim();
  }

  const stop = follow({ campaigns: [id] }, {
    campaign: (live) => {
      const wasPaused = campaign.paused;
      // What is not paused is told without it.
      Object.assign(campaign, { paused: false }, live);
      isGone &&= campaign.remaining <= 0;
      draw();
      if (wasPaused && !campaign.paused && user() && isInLine(id)) {
        setTimeout(() => { if (!isLeft) { void claim(); } }, Math.random() * SPREAD);
      }

      if (campaign.remaining <= 0) {
        hurry();
      }
    },
  });
  return {
    title: campaign.name,
    stop: () => {
      isLeft = true;
      stop();
      stopClock();
      stopTurn();
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

/**
 * In how many milliseconds a drop opens that is not open yet; infinite: it does not, or was refused for another reason.
 * @param {import("../api.js").Refused} refused
 */
function opensIn({ code, problem }) {
  const left = code === "campaign_not_open" && problem.startsAt !== undefined ? Date.parse(problem.startsAt) - now() : NaN;
  return left > -AHEAD ? left : Infinity;
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
