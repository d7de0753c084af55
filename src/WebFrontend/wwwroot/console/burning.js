/** The curve of a campaign's coupons as they go. */
import { h, replace } from "../js/dom.js";
import { number } from "../js/format.js";
import { t } from "../js/i18n.js";
import { follow } from "../js/live.js";
import { curve, meter } from "./chart.js";

/** How often a point is drawn while nothing changes, in milliseconds. */
const INTERVAL = 1000;

/** The most points of the curve. */
const POINTS = 240;

/**
 * @param {{id: string, name: string, quantity: number, remaining: number}} campaign
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function burning(campaign) {
  const element = h("div", { class: "stack" });
  let remaining = campaign.remaining;
  /** @type {number[]} */
  const points = [];
  function draw() {
    points.push(campaign.quantity - remaining);
    points.splice(0, points.length - POINTS);
    const of = t("c.burn.of", { issued: number(campaign.quantity - remaining), quantity: number(campaign.quantity) });
    replace(element, h("p", { class: "spread" }, h("strong", null, of), h("span", null, t("c.burn.left", { n: number(remaining) }))),
      meter((campaign.quantity - remaining) / campaign.quantity, of), curve(points, t("c.burn.curve", { name: campaign.name }), { tall: true, most: campaign.quantity }));
  }

  const unfollow = follow({ campaigns: [campaign.id] }, { campaign: (told) => { remaining = told.remaining; draw(); } });
  const timer = window.setInterval(draw, INTERVAL);
  draw();
  return { element, stop: () => { unfollow(); window.clearInterval(timer); } };
}
