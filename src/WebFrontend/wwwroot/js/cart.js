/**
 * Changes of the cart, which other devices change as well: each is made only to the cart as it was read, and after a broken connection the cart is
 * read again before anything is repeated.
 *
 * @typedef {import("./contract").components["schemas"]["CartView"]} Cart
 */
import { call, isOpen } from "./api.js";

/** How often a change is tried against a cart that others change. */
const ATTEMPTS = 5;

/** The most units of one line. */
const MOST = 99;

/** @returns {Promise<import("./api.js").Result<Cart>>} */
export const readCart = () => call("/v1/cart");

/** @param {string} sku @param {number} quantity */
export const addToCart = (sku, quantity) => change(sku, (has) => Math.min(MOST, has + quantity));

/**
 * Sets a quantity, if the cart is still the one that the user saw.
 * @param {string} sku
 * @param {number} quantity 0 takes the line out
 * @param {string | null} etag of the cart that the user saw
 * @returns {Promise<import("./api.js").Result<Cart>>}
 */
export const setInCart = (sku, quantity, etag) =>
  call(`/v1/cart/items/${encodeURIComponent(sku)}`, { method: "PUT", body: { quantity }, ifMatch: etag });

/**
 * @param {string} sku
 * @param {(has: number) => number} next
 * @returns {Promise<import("./api.js").Result<Cart>>}
 */
async function change(sku, next) {
  /** @type {number | null} */
  let target = null;
  for (let attempt = 1; ; attempt++) {
    const cart = await readCart();
    if (!cart.ok) {
      return cart;
    }

    const has = cart.data.items.find((item) => item.sku === sku)?.quantity ?? 0;
    if (target !== null && has === target) {
      return cart;
    }

    const done = await setInCart(sku, next(has), cart.etag);
    if (done.ok || attempt === ATTEMPTS || !(isOpen(done) || done.code === "precondition_failed")) {
      return done;
    }

    target = isOpen(done) ? next(has) : null;
  }
}
