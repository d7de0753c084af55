/**
 * Calls that move something and must be known to have been made once. The key of such a call is kept, over reloads of the page too, until its outcome
 * is known.
 *
 * @typedef {{path: string, body: unknown, key: string, at: string, amount: number}} Open a call that was begun at an instant of the shop's clock; the
 *   amount is what it moves, in won
 */
import { insist, isFinal } from "./api.js";
import { now } from "./format.js";
import { user } from "./session.js";

/** Refusals that come before anything is done. They end a call of which no earlier attempt is open. */
const BEFORE = [401, 403, 429];

/**
 * Makes the call. Whoever asks for the same again repeats the call whose outcome is not known. Whoever asks for something else under its name is told
 * what became of that call first (`other_settled`), and nothing else is done.
 * @template T
 * @param {string} name what the user is about to do
 * @param {string} path
 * @param {unknown} body
 * @param {{amount?: number, onRetry?: (attempt: number) => void}} [more]
 * @returns {Promise<import("./api.js").Result<T>>}
 */
export async function once(name, path, body, { amount = 0, onRetry } = {}) {
  const place = slot(name);
  const open = kept(place);
  if (open && (open.path !== path || JSON.stringify(open.body) !== JSON.stringify(body))) {
    /** @type {import("./api.js").Result<T>} */
    const earlier = await make(place, open, false, onRetry);
    if (earlier.ok) {
      return { ok: false, status: 0, code: "other_settled", problem: {}, retryAfter: 0, earlier: { body: open.body, data: earlier.data } };
    }

    if (!isFinal(earlier)) {
      return earlier;
    }
  }

  const again = kept(place);
  return make(place, again ?? { path, body, key: crypto.randomUUID(), at: new Date(now()).toISOString(), amount }, again === null, onRetry);
}

/**
 * Repeats the call that is open under this name; null: it is not open any more.
 * @template T
 * @param {string} name
 * @param {Open} open
 * @param {(attempt: number) => void} [onRetry]
 * @returns {Promise<import("./api.js").Result<T>> | null}
 */
export function finish(name, open, onRetry) {
  const place = slot(name);
  return kept(place)?.key === open.key ? make(place, open, false, onRetry) : null;
}

/** Forgets the call: it is never repeated. @param {string} name @param {Open} open */
export function leave(name, open) {
  forget(slot(name), open);
}

/** The call of this name whose outcome is not known yet; null: there is none. @param {string} name */
export const pending = (name) => kept(slot(name));

/**
 * @template T
 * @param {string} place
 * @param {Open} open
 * @param {boolean} isNew
 * @param {(attempt: number) => void} [onRetry]
 * @returns {Promise<import("./api.js").Result<T>>}
 */
async function make(place, open, isNew, onRetry) {
  localStorage.setItem(place, JSON.stringify(open));
  /** @type {import("./api.js").Result<T>} */
  const result = await insist(open.path, { method: "POST", body: open.body, key: open.key }, onRetry);
  if (result.ok || isFinal(result) || (isNew && result.problem.code !== undefined && BEFORE.includes(result.status))) {
    forget(place, open);
    return result;
  }

  // Whatever was answered just now, an earlier attempt may have been heard.
  return { ...result, status: 0, code: "unknown" };
}

/** @param {string} place @param {Open} open */
function forget(place, open) {
  if (kept(place)?.key === open.key) {
    localStorage.removeItem(place);
  }
}

/** @param {string} place @returns {Open | null} */
function kept(place) {
  const text = localStorage.getItem(place);
  return text === null ? null : JSON.parse(text);
}

/** @param {string} name */
const slot = (name) => `open:${user()}:${name}`;
