/**
 * A rehearsal of a drop, so that staff see one before the day; it is no measurement. Where the shop gives tokens to anybody, made-up users claim, half as
 * many again as there are coupons. Elsewhere nobody can claim for others: the page gives the coupons of a campaign that shoppers are not shown to users that
 * nobody is, and names the command that plays a crowd.
 */
import { call, insist, isWaiting, pause } from "../../js/api.js";
import { h, replace } from "../../js/dom.js";
import { now, number } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { tokenOf, ways } from "../../js/session.js";
import { burning } from "../burning.js";
import { count, field, form, link, page, panel, unanswered } from "../parts.js";

/** Calls that are made at once: browsers open few connections to one shop. */
const AT_ONCE = 4;

/** The largest price there is, in won: no order is worth so much by mistake, so no coupon of a rehearsal pays. */
const NEVER = 1000000000;

/** How long the campaign of a herd is open at most, in milliseconds. */
const OPEN = 120000;

/** How many come for each coupon. */
const HERD = 1.5;

/** Whether the shop is on the machine of whoever looks: the command loads others only when it is told that it may. */
const IS_HERE = /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);

/** What plays a crowd where this page cannot. */
const COMMAND = `dotnet run -c Release --project tests/Load -- rehearsal --target ${location.origin}${IS_HERE ? "" : " --remote"}`;

/** @typedef {import("../../js/api.js").Refused} Refused */

export async function show() {
  const { names } = await ways();
  const stage = h("div", { class: "stack", "aria-live": "polite" });
  let stop = () => {};
  let isOver = false;

  /** @param {FormData} data */
  async function play(data) {
    stop();
    const quantity = count(data, "quantity");
    const begun = now();
    const id = `rehearsal-${new Date(begun).toISOString().replace(/\D/g, "").slice(0, 14)}`;
    const path = `/v1/admin/campaigns/${id}`;
    const until = (/** @type {number} */ endsAt) => ({
      name: t("c.rehearsal"), quantity, discount: { type: "fixed", value: 1 }, minimumOrder: NEVER, validDays: 1,
      startsAt: new Date(begun - OPEN).toISOString(), endsAt: new Date(endsAt).toISOString(),
    });
    const saved = await call(path, { method: "PUT", isNew: true, body: until(names ? begun + OPEN : begun - OPEN / 2) });
    if (!saved.ok) {
      return saved;
    }

    const curve = burning({ id, name: t("c.rehearsal"), quantity, remaining: quantity });
    stop = curve.stop;
    const [words, told] = [h("p", { class: "light" }, t("c.rehearsal.runs")), h("p", { class: "quiet" })];
    replace(stage, words, curve.element, told, h("p", null, link("campaigns", id)));
    const refused = names ? await claimAll(id, quantity, told) : await giveAll(id, quantity);
    const seconds = Math.round((now() - begun) / 100) / 10;
    const ended = names ? await insist(path, { method: "PUT", body: until(begun - OPEN / 2) }) : null;
    const failed = refused ?? (ended?.ok === false ? ended : null);
    words.className = failed ? "light is-bad" : "light is-good";
    words.textContent = failed ? t("c.error", { code: failed.code, title: "" }) : t("c.rehearsal.over", { seconds });
    return failed;
  }

  /**
   * Does something for so many users, a few at once, until it is refused, is not answered or the page is left.
   * @param {number} users
   * @param {(n: number) => Promise<Refused | null>} act of a user's number, from 1
   * @returns {Promise<Refused | null>}
   */
  async function each(users, act) {
    let next = 0;
    /** @type {Refused | null} */
    let refused = null;
    async function work() {
      while (next < users && !isOver && !refused) {
        refused = await act(++next).catch(unanswered) ?? refused;
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return refused;
  }

  /** @param {string} id @param {number} quantity */
  const giveAll = (id, quantity) => each(quantity, async (n) => {
    const result = await insist(`/v1/admin/users/${id}-${n}/coupons`, { method: "POST", body: { campaignId: id } });

    // A repeat that comes after its first call was heard is told that the user has one.
    return result.ok || result.code === "coupon_already_issued" ? null : result;
  });

  /**
   * Claims for a user, who waits for their turn where the shop has a waiting room.
   * @param {string} id
   * @param {string | null} bearer
   * @returns {Promise<import("../../js/api.js").Result<unknown>>}
   */
  async function claim(id, bearer) {
    /** @type {string | null} */
    let ticket = null;
    for (;;) {
      /** @type {import("../../js/api.js").Result<unknown>} */
      const result = await insist(`/v1/campaigns/${id}/claim`, { method: "POST", bearer, ticket });
      if (result.ok || !isWaiting(result) || isOver) {
        return result;
      }

      ticket = result.problem.ticket ?? null;
      await pause(result.retryAfter * 1000);
    }
  }

  /** @param {string} id @param {number} quantity @param {HTMLElement} told */
  async function claimAll(id, quantity, told) {
    const users = Math.ceil(quantity * HERD);
    const [tokens, tally] = [/** @type {string[]} */ ([]), { yes: 0, no: 0 }];
    const refused = await each(users, async (n) => {
      tokens.push((await tokenOf(`${id}-${n}`)).token ?? "");
      return null;
    });
    return refused ?? each(users, async (n) => {
      const result = await claim(id, tokens[n - 1] ?? null);

      // A repeat that comes after its first call was heard is told that the user has one.
      if (result.ok || result.code === "coupon_already_issued") {
        tally.yes++;
      } else if (result.code === "campaign_sold_out") {
        tally.no++;
      } else {
        return result;
      }

      told.textContent = t("c.rehearsal.told", { yes: number(tally.yes), no: number(tally.no) });
      return null;
    });
  }

  return {
    title: t("c.rehearsal"),
    stop: () => { isOver = true; stop(); },
    content: page(t("c.rehearsal"), null, panel(t(names ? "c.rehearsal.herd" : "c.rehearsal.quiet"), h("p", { class: "quiet" }, t(names ? "c.rehearsal.herd.why" : "c.rehearsal.why")),
      form(h("div", { class: "fields" }, field(t("c.quantity"), "quantity", { type: "number", min: 10, max: 500, step: 1, value: 60, required: true })), t("c.rehearsal.play"), play), stage),
    !names && panel(t("c.rehearsal.crowd"), h("p", { class: "quiet" }, t("c.rehearsal.crowd.why")), h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("c.rehearsal.crowd") }, h("pre", null, COMMAND)))),
  };
}
