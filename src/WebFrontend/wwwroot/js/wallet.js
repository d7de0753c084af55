/** What pages know of wallets. */
import { call } from "./api.js";

/** @typedef {import("./contract").components["schemas"]} Schemas */

/** The bounds of a charge, in won. */
export const [LEAST, MOST] = [1000, 10_000_000];

/**
 * The balance after a charge, in won; null: it is as it was, or cannot be read. A repeated answer, and one to an earlier charge, tell of the wallet as it
 * was then, so it is read.
 * @param {import("./api.js").Result<Schemas["ChargeView"]>} result
 */
export async function balanceAfter(result) {
  if (result.ok && !result.replayed) {
    return result.data.balance;
  }

  /** @type {import("./api.js").Result<Schemas["WalletView"]> | null} */
  const read = result.ok || result.earlier ? await call("/v1/wallet") : null;
  return read?.ok ? read.data.balance : null;
}
