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
/**
 * `earlier` is what an earlier call did that had to be settled before this one was made.
 * @typedef {{ok: false, status: number, code: string, problem: Partial<Problem>, retryAfter: number, earlier?: {body: unknown, data: unknown}}} Refused
 */
/**
 * @template T
 * @typedef {Done<T> | Refused} Result
 */
/**
 * `ticket` proves a place in a waiting room. `isNew`: only if there is no such thing yet. `bearer`: another token than that of who is signed in.
 * @typedef {{method?: string, body?: unknown, key?: string, ifMatch?: string | null, isNew?: boolean, ticket?: string | null, bearer?: string | null, timeout?: number, signal?: AbortSignal}} Ask
 */

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
export async function call(path, { method = "GET", body, key, ifMatch, isNew = false, ticket, bearer = token(), timeout = PATIENCE, signal } = {}) {
  const headers = new Headers({ Accept: "application/json" });
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

  if (isNew) {
    headers.set("If-None-Match", "*");
  }

  if (ticket) {
    headers.set("Waiting-Room-Ticket", ticket);
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
 * What may be repeated without harm, asked again while its outcome is not known. All attempts are of one user: when somebody else signs in meanwhile,
 * the outcome stays unknown.
 * @template T
 * @param {string} path
 * @param {Ask} [ask]
 * @param {(attempt: number) => void} [onRetry] told before each repetition
 * @returns {Promise<Result<T>>}
 */
export async function insist(path, ask = {}, onRetry = () => {}) {
  const bearer = ask.bearer === undefined ? token() : ask.bearer;
  const isOfAnother = () => ask.bearer === undefined && token() !== bearer;
  let wasOpen = false;
  for (let attempt = 1; ; attempt++) {
    /** @type {Result<T>} */
    const result = await call(path, { ...ask, bearer });
    if (result.ok || isFinal(result) || isWaiting(result)) {
      return result;
    }

    wasOpen ||= isOpen(result);
    const isRepeated = isOpen(result) || result.status === 429;
    if (isRepeated && attempt < ATTEMPTS) {
      onRetry(attempt);
      await pause(Math.min(LONGEST_PAUSE, Math.max(result.retryAfter * 1000, 250 * 2 ** attempt)));
    }

    if (!isRepeated || attempt === ATTEMPTS || isOfAnother()) {
      return wasOpen ? { ...result, status: 0, code: "unknown" } : result;
    }
  }
}

/** Whether the call waits for its turn: nothing was done, and nothing else will be until it is made again. @param {Refused} refused */
export const isWaiting = (refused) => refused.problem.ticket !== undefined;

/** Whether it is not known what became of the call. @param {Refused} refused */
export const isOpen = (refused) => refused.status === 0 ? refused.code === "unknown" : refused.status === 408 || refused.status >= 500;

/** Whether the shop has decided against the call, whatever became of earlier attempts of it. @param {Refused} refused */
export const isFinal = (refused) => refused.problem.code !== undefined && [400, 404, 409, 422].includes(refused.status);

/** @param {number} milliseconds @returns {Promise<void>} */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

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
