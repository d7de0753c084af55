/**
 * Stock and remaining coupons as they change. The shop sends changes as events; where it refuses the stream, they are read again and again.
 *
 * @typedef {import("./contract").components["schemas"]} Schemas
 * @typedef {{id: string, soldOut: boolean, variants: {sku: string, stock: number}[]}} LiveProduct
 * @typedef {{id: string, quantity: number, remaining: number, startsAt: string, endsAt: string, paused?: boolean}} LiveCampaign
 * @typedef {{products?: string[], campaigns?: string[]}} Names
 * @typedef {{product?: (product: LiveProduct) => void, campaign?: (campaign: LiveCampaign) => void}} Told
 */
import { call } from "./api.js";

/** How often is read where nothing is sent, in milliseconds. */
const INTERVAL = 2000;

/** After how long the stream is tried again, in milliseconds. */
const LATER = 30000;

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
  let isStopped = products.length + campaigns.length === 0;

  function open() {
    stream = new EventSource(`/v1/live?${query}`);
    stream.addEventListener("product", (event) => told.product?.(JSON.parse(event.data)));
    stream.addEventListener("campaign", (event) => told.campaign?.(JSON.parse(event.data)));

    // A broken connection is mended by the browser. A stream that was refused is closed.
    stream.addEventListener("error", () => {
      if (stream?.readyState === EventSource.CLOSED && !isStopped) {
        stream = null;
        void readAgain(Date.now() + LATER);
      }
    });
  }

  /** @param {number} until */
  async function readAgain(until) {
    if (!document.hidden) {
      await Promise.all([...products.map(readProduct), ...campaigns.map(readCampaign)]);
    }

    if (!isStopped) {
      timer = window.setTimeout(() => Date.now() < until ? void readAgain(until) : open(), INTERVAL);
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

  if (!isStopped) {
    open();
  }

  return () => {
    isStopped = true;
    window.clearTimeout(timer);
    stream?.close();
  };
}
