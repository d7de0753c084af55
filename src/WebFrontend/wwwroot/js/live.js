/**
 * Stock and remaining coupons as they change. The shop sends changes as events; where it refuses the stream, a product and the campaigns are read now
 * and then. A page that nobody sees follows nothing: browsers open few connections to one shop.
 *
 * @typedef {import("./contract").components["schemas"]} Schemas
 * @typedef {{id: string, soldOut: boolean, variants: {sku: string, stock: number}[]}} LiveProduct
 * @typedef {{id: string, quantity: number, remaining: number, startsAt: string, endsAt: string, paused?: boolean}} LiveCampaign
 * @typedef {{products?: string[], campaigns?: string[]}} Names
 * @typedef {{product?: (product: LiveProduct) => void, campaign?: (campaign: LiveCampaign) => void}} Told
 */
import { call } from "./api.js";

/** After how long a refused stream is asked for again, in milliseconds: at first, and at most. */
const [SOON, LATE] = [2000, 30000];

/** The most things of which one stream tells. */
const MOST = 50;

/**
 * Tells of changes until it is stopped.
 * @param {Names} names
 * @param {Told} told
 * @returns {() => void} stops it
 */
export function follow(names, told) {
  const products = (names.products ?? []).slice(0, MOST);
  const campaigns = (names.campaigns ?? []).slice(0, MOST - products.length);
  const query = new URLSearchParams([...products.map((id) => ["product", id]), ...campaigns.map((id) => ["campaign", id])]);
  /** @type {EventSource | null} */
  let stream = null;
  let timer = 0;
  let wait = SOON;
  let isStopped = products.length + campaigns.length === 0;

  function open() {
    close();
    stream = new EventSource(`/v1/live?${query}`);
    stream.addEventListener("open", () => { wait = SOON; });
    stream.addEventListener("product", (event) => told.product?.(JSON.parse(event.data)));
    stream.addEventListener("campaign", (event) => told.campaign?.(JSON.parse(event.data)));

    // A broken connection is mended by the browser. A stream that was refused is closed.
    stream.addEventListener("error", () => {
      if (stream?.readyState === EventSource.CLOSED) {
        close();
        void readInstead();
      }
    });
  }

  function close() {
    window.clearTimeout(timer);
    stream?.close();
    stream = null;
  }

  async function readInstead() {
    // Many products would be many calls, just when the shop is busy.
    await Promise.all([...(products.length === 1 ? products : []).map(readProduct), ...campaigns.map(readCampaign)]);
    if (!isStopped && !document.hidden && stream === null) {
      window.clearTimeout(timer);
      timer = window.setTimeout(open, wait * (0.5 + Math.random() / 2));
      wait = Math.min(LATE, wait * 2);
    }
  }

  /** @param {string} id */
  async function readProduct(id) {
    /** @type {import("./api.js").Result<Schemas["ProductView"]>} */
    const answer = await call(`/v1/products/${encodeURIComponent(id)}`);
    if (answer.ok && !isStopped) {
      told.product?.(answer.data);
    }
  }

  /** @param {string} id */
  async function readCampaign(id) {
    /** @type {import("./api.js").Result<Schemas["CampaignView"]>} */
    const answer = await call(`/v1/campaigns/${encodeURIComponent(id)}`);
    if (answer.ok && !isStopped) {
      told.campaign?.(answer.data);
    }
  }

  const turn = () => document.hidden ? close() : open();
  if (!isStopped) {
    document.addEventListener("visibilitychange", turn);
    turn();
  }

  return () => {
    isStopped = true;
    document.removeEventListener("visibilitychange", turn);
    close();
  };
}
