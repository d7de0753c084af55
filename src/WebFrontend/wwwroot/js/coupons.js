/**
 * Which coupons an order may be paid with, as the contract says it: at most the total, a percentage floored to a won and capped.
 *
 * @typedef {import("./contract").components["schemas"]["CouponView"]} Coupon
 * @typedef {{coupon: Coupon, discount: number, reason: "minimum" | "used" | "expired" | null}} Offer
 */
import { now } from "./format.js";

/**
 * All coupons of a user, the best first, and those that do not apply with the reason.
 * @param {Coupon[]} coupons
 * @param {number} total of the order, in won
 * @returns {Offer[]}
 */
export const offers = (coupons, total) => coupons
  .map((coupon) => ({ coupon, discount: discountOf(coupon, total), reason: reasonOf(coupon, total) }))
  .sort((one, other) => Number(one.reason !== null) - Number(other.reason !== null)
    || other.discount - one.discount
    || Date.parse(one.coupon.expiresAt) - Date.parse(other.coupon.expiresAt));

/** @param {Coupon} coupon @param {number} total @returns {Offer["reason"]} */
const reasonOf = (coupon, total) => coupon.status === "used" ? "used"
  : coupon.status === "expired" || Date.parse(coupon.expiresAt) <= now() ? "expired"
  : total < coupon.minimumOrder ? "minimum" : null;

/** @param {Coupon} coupon @param {number} total */
function discountOf({ discount }, total) {
  const off = discount.type === "fixed" ? discount.value : Math.floor(total * discount.value / 100);
  return Math.min(off, discount.maximum ?? off, total);
}
