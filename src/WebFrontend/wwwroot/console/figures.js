/**
 * The figures of the shop as they change. They are read with fetch, for the token stands in a header and in no address.
 *
 * @typedef {{id: string, name: string, quantity: number, issued: number, remaining: number, startsAt: string, endsAt: string, perSecond: number, projectedEnd?: string, paused?: boolean}} Burn
 * @typedef {{name: string, callsPerSecond: number, claimsPerSecond: number, p50?: number, p99?: number, answers: {status: number, perSecond: number}[], problems: {code: string, perSecond: number}[], streams: number}} Frontend
 * @typedef {{at: string, frontend: Frontend, today?: {orders: number, revenue: number, refunded: number}, campaigns?: Burn[],
 *   paymentStream?: {pending: number, oldestSeconds: number, parked: number, published: number, publishedPerSecond: number},
 *   silos?: {name: string, status: string, activations: number}[], readiness?: {ok: boolean, problems: string[]}}} Figures
 */
import { signedOut, token } from "../js/session.js";

/** How long after a stream has ended it is opened again, in milliseconds. */
const PAUSE = 1500;

/**
 * Tells of the figures each second until it is stopped.
 * @param {(figures: Figures) => void} told
 * @param {(isLive: boolean) => void} state told when the stream is lost, and when it is there again
 * @returns {() => void} stops it
 */
export function watchFigures(told, state) {
  const aborter = new AbortController();
  void (async () => {
    while (!aborter.signal.aborted) {
      try {
        await read(aborter.signal, told, state);
      } catch (failure) {
        if (!(failure instanceof TypeError || failure instanceof DOMException)) {
          throw failure;
        }
      }

      if (!aborter.signal.aborted) {
        state(false);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  })();
  return () => aborter.abort();
}

/** @param {AbortSignal} signal @param {(figures: Figures) => void} told @param {(isLive: boolean) => void} state */
async function read(signal, told, state) {
  const bearer = token() ?? "";
  const answer = await fetch("/v1/admin/live", { headers: { Accept: "text/event-stream", Authorization: `Bearer ${bearer}` }, cache: "no-store", signal });
  if (answer.status === 401) {
    signedOut(bearer);
  }

  if (!answer.ok || !answer.body) {
    return;
  }

  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (text + part.value).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) {
        state(true);
        told(JSON.parse(data.slice(6)));
      }
    }
  }
}
