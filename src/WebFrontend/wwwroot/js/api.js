/**
 * The public contract, and nothing beside it. An answer is a value: done, or refused with the code of its problem. What is not known, because the
 * connection broke or the shop says 503, is a refusal as well, with the code `unknown`.
 *
 * @typedef {import("./contract").components["schemas"]} Schemas
 * @typedef {Schemas["ProblemSchema"]} Problem
 */
import { observe } from "./format.js";
import { token, signedOut } from "./session.js";

/**
 * @template T
 * @typedef {{ok: true, status: number, data: T, etag: string | null, replayed: boolean}} Done
 */
/** @typedef {{ok: false, status: number, code: string, problem: Partial<Problem>, retryAfter: number}} Refused */
/**
 * @template T
 * @typedef {Done<T> | Refused} Result
 */
/** @typedef {{method?: string, body?: unknown, key?: string, ifMatch?: string | null, timeout?: number, signal?: AbortSignal}} Ask */

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 15000;

/** How often an outcome that is not known is asked for again before the user is told so. */
const ATTEMPTS = 4;

/** The longest pause between two of them, in milliseconds. */
const LONGEST_PAUSE = 5000;

/**
 * One request.
 * @template T
 * @param {string} path
 * @param {Ask} [ask]
 * @returns {Promise<Result<T>>}
 */
export async function call(path, { method = "GET", body, key, ifMatch, timeout = PATIENCE, signal } = {}) {
  const headers = new Headers({ Accept: "application/json" });
  const bearer = token();
  if (bearer) {
    headers.set("Authorization", `Bearer ${bearer}`);
  }

  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
  }

  if (key) {
    headers.set("Idempotency-Key", key);
  }

  if (ifMatch) {
    headers.set("If-Match", ifMatch);
  }

  const limit = AbortSignal.timeout(timeout);
  const asked = Date.now();
  try {
    const answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-cache",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    observe(answer.headers.get("Date"), asked, Date.now());
    return await read(answer, bearer);
  } catch (failure) {
    if (failure instanceof TypeError || failure instanceof DOMException || failure instanceof SyntaxError) {
      return { ok: false, status: 0, code: signal?.aborted ? "aborted" : "unknown", problem: {}, retryAfter: 0 };
    }

    throw failure;
  }
}

/**
 * What may be repeated without harm, asked again while its outcome is not known.
 * @template T
 * @param {string} path
 * @param {Ask} [ask]
 * @param {(attempt: number) => void} [onRetry] told before each repetition
 * @returns {Promise<Result<T>>}
 */
export async function insist(path, ask = {}, onRetry = () => {}) {
  for (let attempt = 1; ; attempt++) {
    /** @type {Result<T>} */
    const result = await call(path, ask);
    if (result.ok || !isOpen(result) || attempt === ATTEMPTS) {
      return result;
    }

    onRetry(attempt);
    await pause(Math.min(LONGEST_PAUSE, Math.max(result.retryAfter * 1000, 250 * 2 ** attempt)));
  }
}

/**
 * A call that moves something and must be known to have been made once. Its key is kept, over reloads of the page too, until its outcome is known:
 * whoever asks under the same name again repeats the same call and is told how it ended.
 * @template T
 * @param {string} name what the user is about to do, and who
 * @param {string} path
 * @param {unknown} body
 * @param {(attempt: number) => void} [onRetry]
 * @returns {Promise<Result<T>>}
 */
export async function once(name, path, body, onRetry) {
  const open = pending(name) ?? { path, body, key: crypto.randomUUID() };
  localStorage.setItem(slot(name), JSON.stringify(open));
  /** @type {Result<T>} */
  const result = await insist(open.path, { method: "POST", body: open.body, key: open.key }, onRetry);
  if (result.ok || !isOpen(result)) {
    localStorage.removeItem(slot(name));
  }

  return result;
}

/**
 * The call of this name whose outcome is not known yet; null: there is none.
 * @param {string} name
 * @returns {{path: string, body: unknown, key: string} | null}
 */
export function pending(name) {
  const kept = localStorage.getItem(slot(name));
  return kept === null ? null : JSON.parse(kept);
}

/** Whether it is not known what became of the call. @param {Refused} refused */
export const isOpen = (refused) => refused.status === 0 ? refused.code === "unknown" : refused.status === 429 || refused.status >= 500;

/** @param {string} name */
const slot = (name) => `open:${name}`;

/** @param {number} milliseconds @returns {Promise<void>} */
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * @template T
 * @param {Response} answer
 * @param {string | null} bearer
 * @returns {Promise<Result<T>>}
 */
async function read(answer, bearer) {
  const text = await answer.text();
  if (answer.ok) {
    return {
      ok: true,
      status: answer.status,
      data: /** @type {T} */ (text === "" ? undefined : JSON.parse(text)),
      etag: answer.headers.get("ETag"),
      replayed: answer.headers.get("Idempotent-Replayed") === "true",
    };
  }

  if (answer.status === 401 && bearer) {
    signedOut(bearer);
  }

  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  /** @type {Partial<Problem>} */
  const problem = isProblem ? JSON.parse(text) : {};
  const code = problem.code ?? (answer.status >= 500 ? "unknown" : `http_${answer.status}`);
  return { ok: false, status: answer.status, code, problem, retryAfter: Number(answer.headers.get("Retry-After")) || 0 };
}
