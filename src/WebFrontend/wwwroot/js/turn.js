/** The turn in the waiting room of a drop: the ticket is kept for the user, over reloads of the page too, until the call is answered. */
import { insist, isOpen, isWaiting } from "./api.js";
import { now } from "./format.js";
import { user } from "./session.js";

/** @typedef {{place: number, seconds: number}} Place a place, and in how many seconds its turn is expected */

/** Within how many milliseconds those who wait come again by chance when there is news of the drop: not all at once. */
export const SPREAD = 3000;

/** The longest pause, in milliseconds, before a call is made again that was not answered. */
const LONGEST_PAUSE = 30000;

/** Refusals after which nobody waits any more. A drop that is paused goes on. */
const ENDS = ["coupon_already_issued", "campaign_sold_out", "unknown_campaign"];

/** Whether the user of this page waits for a drop, as far as this browser knows. @param {string} name */
export const isInLine = (name) => localStorage.getItem(slot(name)) !== null;

/** Forgets the turns of who is signed in: they sign out. */
export function forgetTurns() {
  const mine = slot("");
  for (const name of Object.keys(localStorage).filter((it) => it.startsWith(mine))) {
    localStorage.removeItem(name);
  }
}

/**
 * Makes the call, and makes it again as often as it is told to wait, at the time that it is told. Who is in line stays there while the shop does not
 * answer, or is too busy to.
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
    let failures = 0;
    for (;;) {
      /** @type {import("./api.js").Result<T>} */
      const result = await insist(path, { method: "POST", ticket: localStorage.getItem(place) }, onRetry);
      if (result.ok || isOver(result)) {
        localStorage.removeItem(place);
        return result;
      }

      const waits = isWaiting(result);
      const isUnanswered = isOpen(result) || result.status === 429;
      if (!waits && !(isUnanswered && localStorage.getItem(place) !== null)) {
        return result;
      }

      if (waits) {
        localStorage.setItem(place, result.problem.ticket ?? "");
      }

      if (isLeft() || user() !== whose) {
        return result;
      }

      if (waits) {
        onPlace({ place: result.problem.place ?? 0, seconds: result.problem.expectedWaitSeconds ?? 0 });
      }

      failures = waits ? 0 : failures + 1;
      await wait(waits ? result.retryAfter * 1000 : afterFailure(failures, result.retryAfter));
      if (isLeft() || user() !== whose) {
        return result;
      }
    }
  }

  return { done: go(), hurry: () => wake() };
}

/** Whether nobody waits for the drop any more. @param {import("./api.js").Refused} refused */
const isOver = ({ code, problem }) =>
  ENDS.includes(code) || (code === "campaign_not_open" && Date.parse(problem.endsAt ?? "") <= now());

/** How long to pause, in milliseconds: longer with each failure, by chance, and no less than the shop says. @param {number} failures @param {number} retryAfter */
const afterFailure = (failures, retryAfter) =>
  Math.max(retryAfter * 1000, Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2));

/** @param {string} name */
const slot = (name) => `turn:${user()}:${name}`;
