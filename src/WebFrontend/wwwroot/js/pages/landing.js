/** The start: what sells best, and which drops are open or coming. */
import { call } from "../api.js";
import { h, replace, write } from "../dom.js";
import { clockTime, number } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { card, colourOption, countdown, discountWords, picture, stateOf } from "../parts.js";

/** How many new products are shown, and how many of them beside the greeting. */
const [NEW, GREETING] = [8, 3];

/** The order in which drops are shown. */
const STATES = ["open", "soon", "gone", "ended"];

/** @typedef {import("../parts.js").Schemas} Schemas */

/** @returns {Promise<import("../router.js").Shown>} */
export async function show() {
  const [best, campaigns, fresh] = await Promise.all([
    /** @type {Promise<import("../api.js").Result<Schemas["BestSellersAnswer"]>>} */ (call("/v1/products/best-sellers")),
    /** @type {Promise<import("../api.js").Result<Schemas["FullListOfCampaignView"]>>} */ (call("/v1/campaigns")),
    /** @type {Promise<import("../api.js").Result<Schemas["PagedListOfProductView"]>>} */ (call(`/v1/products?sort=newest&limit=${NEW}`)),
  ]);
  if (!best.ok || !campaigns.ok || !fresh.ok) {
    throw new TypeError("The start cannot be read.");
  }

  const top = best.data.items.map((item) => card(item.product, { rank: item.rank, note: t("landing.sold", { n: number(item.unitsSold) }) }));
  const news = fresh.data.items.map((product) => card(product));
  const drops = campaigns.data.items.toSorted((one, other) => STATES.indexOf(stateOf(one)) - STATES.indexOf(stateOf(other))).map(drop);
  const cards = [...top, ...news];
  const stop = follow({ products: [...new Set(cards.map((shown) => shown.id))], campaigns: drops.map((shown) => shown.id) }, {
    product: (product) => cards.filter((shown) => shown.id === product.id).forEach((shown) => shown.update(product.variants)),
    campaign: (campaign) => drops.find((shown) => shown.id === campaign.id)?.update(campaign),
  });
  return {
    title: t("landing.best"),
    stop: () => [stop, ...drops.map((shown) => shown.stop)].forEach((end) => end()),
    content: h("div", { class: "landing" },
      h("section", { class: "hero" },
        h("div", { class: "hero-words" },
          h("h1", null, t("landing.lead")),
          h("p", { class: "lead quiet" }, t("landing.sub")),
          h("a", { class: "button first", href: "/products" }, t("landing.browse"))),
        h("div", { class: "hero-art", "aria-hidden": "true" }, greeting([...best.data.items.map((item) => item.product), ...fresh.data.items]))),
      h("section", { class: "band", "aria-labelledby": "drops" },
        h("h2", { id: "drops" }, t("landing.drops")),
        drops.length > 0 ? h("ul", { class: "drops" }, drops.map((shown) => shown.element)) : h("p", { class: "quiet" }, t("landing.noDrops"))),
      top.length > 0 && h("section", { class: "band", "aria-labelledby": "best" },
        h("div", { class: "spread" }, h("h2", { id: "best" }, t("landing.best")), h("p", { class: "quiet small" }, t("landing.asOf", { time: clockTime(best.data.asOf) }))),
        h("ol", { class: "grid is-top" }, top.map((shown) => shown.element))),
      h("section", { class: "band", "aria-labelledby": "new" },
        h("h2", { id: "new" }, t("landing.new")),
        h("ul", { class: "grid" }, news.map((shown) => shown.element)))),
  };
}

/** Pictures of those that are wanted most, or new: garments in the last of their colours. @param {Schemas["ProductView"][]} products */
function greeting(products) {
  const distinct = [...new Map(products.map((product) => [product.id, product])).values()];
  const coloured = distinct.filter((product) => colourOption(product));
  return [...coloured, ...distinct.filter((product) => !colourOption(product))].slice(0, GREETING).map((product) => picture(product, colourOption(product)?.values.at(-1)));
}

/** @param {Schemas["CampaignView"]} campaign */
function drop(campaign) {
  const [state, left, time] = [h("span", { class: "tag" }), h("span", { class: "small" }), h("span", { class: "drop-time" })];
  let stop = () => {};
  let counted = "";

  function draw() {
    const now = stateOf(campaign);
    write(state, t(`drop.${campaign.paused ? "paused" : now}`));
    write(left, t("drop.remaining", { remaining: number(campaign.remaining), quantity: number(campaign.quantity) }));
    const end = now === "soon" ? campaign.startsAt : now === "open" ? campaign.endsAt : "";
    if (end !== counted) {
      counted = end;
      stop();
      replace(time);
      if (end !== "") {
        const clock = countdown(end, () => queueMicrotask(() => { counted = ""; draw(); }));
        stop = clock.stop;
        replace(time, h("span", { class: "small" }, t(now === "soon" ? "drop.startsIn" : "drop.endsIn")), clock.element);
      }
    }
  }

  draw();
  return {
    id: campaign.id,
    stop: () => stop(),
    update: (/** @type {import("../live.js").LiveCampaign} */ live) => {
      // What is not paused is told without it.
      Object.assign(campaign, { paused: false }, live);
      draw();
    },
    element: h("li", null, h("a", { class: "drop-card", href: `/drops/${encodeURIComponent(campaign.id)}` },
      h("span", { class: "spread" }, state, left),
      h("span", { class: "drop-value" }, discountWords(campaign.discount)),
      h("span", null, campaign.name),
      time)),
  };
}
