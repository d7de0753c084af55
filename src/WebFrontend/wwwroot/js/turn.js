/** The turn in the waiting room of a drop: the ticket is kept for the user, over reloads of the page too, until the call is answered. */
import { insist, isWaiting } from "./api.js";
import { user } from "./session.js";

/** @typedef {{place: number, seconds: number}} Place a place, and in how many seconds its turn is expected */

/** Within how many milliseconds those who wait come again by chance when there is nothing left to wait for: not all at once. */
const SPREAD = 3000;

/** Refusals after which nobody waits any more. A drop that is paused goes on. */
const ENDS = ["coupon_already_issued", "campaign_sold_out", "unknown_campaign"];

/** Whether the user of this page waits for a drop, as far as this browser knows. @param {string} name */
export const isInLine = (name) => localStorage.getItem(slot(name)) !== null;

/**
 * Makes the call, and makes it again as often as it is told to wait, at the time that it is told.
 * @template T
 * @param {string} name the drop
 * @param {string} path
 * @param {{onPlace: (place: Place) => void, onRetry: () => void, isLeft: () => boolean}} page told of each place; whether nobody looks any more
 * @returns {{done: Promise<import("./api.js").Result<T>>, hurry: () => void}} `hurry` makes the call again soon: there is nothing left to wait for
 */
export function inTurn(name, path, { onPlace, onRetry, isLeft }) {
  const place = slot(name);
  let wake = () => {};
  /** @param {number} milliseconds @returns {Promise<void>} */
  const wait = (milliseconds) => new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    wake = () => { clearTimeout(timer); setTimeout(done, Math.random() * SPREAD); };
  });
  async function go() {
    const whose = user();
    for (;;) {
      /** @type {import("./api.js").Result<T>} */
      const result = await insist(path, { method: "POST", ticket: localStorage.getItem(place) }, onRetry);
      if (result.ok || !isWaiting(result)) {
        if (result.ok || ENDS.includes(result.code)) {
          localStorage.removeItem(place);
        }

        return result;
      }

      localStorage.setItem(place, result.problem.ticket ?? "");
      if (isLeft() || user() !== whose) {
        return result;
      }

      onPlace({ place: result.problem.place ?? 0, seconds: result.problem.expectedWaitSeconds ?? 0 });
      await wait(result.retryAfter * 1000);
      if (isLeft() || user() !== whose) {
        return result;
      }
    }
  }

  return { done: go(), hurry: () => wake() };
}

/** @param {string} name */
const slot = (name) => `turn:${user()}:${name}`;
