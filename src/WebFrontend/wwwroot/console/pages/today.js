/** Today: what the shop does just now. */
import { call } from "../../js/api.js";
import { h, renew, replace } from "../../js/dom.js";
import { exactTime, number, won } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { curve, meter } from "../chart.js";
import { watchFigures } from "../figures.js";
import { link, mark, page, panel, refusal, table } from "../parts.js";

/** @typedef {import("../figures.js").Figures} Figures */

/** How many seconds the curves show. */
const SECONDS = 120;

/** How often the audit is asked for, in milliseconds. */
const AUDIT_INTERVAL = 300000;

/** @type {string | undefined} the mark up to which all was right, over visits of the page */
let audited;

/** @type {Figures[]} what was told, over visits of the page */
const past = [];

export async function show() {
  const state = h("span", { class: "light", role: "status" }, t("c.live.opens"));
  const [tiles, burns, answers, silos] = [h("div", { class: "tiles" }), h("div", null), h("div", { class: "stack" }), h("div", { class: "stack" })];
  const audit = auditLight();

  /** @param {Figures} figures */
  function told(figures) {
    past.push(figures);
    past.splice(0, past.length - SECONDS);
    renew(tiles, tilesOf(figures));
    renew(burns, burnDown(figures));
    renew(answers, answersOf(figures));
    renew(silos, silosOf(figures));
  }

  const stop = watchFigures(told, (isLive) => {
    const words = t(isLive ? "c.live" : "c.live.lost");
    if (state.textContent !== words) {
      state.className = isLive ? "light is-good" : "light is-bad";
      state.textContent = words;
    }
  });
  return {
    title: t("c.nav.today"),
    stop: () => { stop(); audit.stop(); },
    content: page(t("c.nav.today"), state, tiles,
      panel(t("c.burn"), burns), h("div", { class: "columns" }, panel(t("c.answers"), answers), panel(t("c.silos"), silos)), audit.element),
  };
}

/** @param {string} name @param {string} value @param {string} [under] @param {Node} [drawing] */
const tile = (name, value, under, drawing) => h("div", { class: "tile" },
  h("span", { class: "name" }, name), h("span", { class: "value" }, value), under && h("span", { class: "under" }, under), drawing);

/** @param {string} name @param {(figures: Figures) => number} of */
const drawn = (name, of) => curve(past.map(of), t("c.curve", { name, most: number(Math.round(Math.max(0, ...past.map(of)) * 10) / 10), seconds: past.length }));

/** @param {number} value */
const tenth = (value) => number(Math.round(value * 10) / 10);

/** @param {Figures} figures */
const tilesOf = ({ today, frontend, paymentStream }) => [
  tile(t("c.orders.today"), today ? number(today.orders) : "–", t("c.since")),
  tile(t("c.revenue.today"), today ? won(today.revenue) : "–", today && t("c.refunded", { amount: won(today.refunded) })),
  tile(t("c.claims"), tenth(frontend.claimsPerSecond), t("c.ofFrontend"), drawn(t("c.claims"), (it) => it.frontend.claimsPerSecond)),
  tile(t("c.calls"), tenth(frontend.callsPerSecond), t("c.ofFrontend"), drawn(t("c.calls"), (it) => it.frontend.callsPerSecond)),
  tile("p50 · p99", frontend.p50 === undefined ? "–" : `${tenth(frontend.p50)} · ${tenth(frontend.p99 ?? 0)} ms`, t("c.ofFrontend"), drawn("p99", (it) => it.frontend.p99 ?? 0)),
  tile(t("c.pending"), paymentStream ? number(paymentStream.pending) : "–",
    paymentStream && t("c.stream", { age: tenth(paymentStream.oldestSeconds), parked: number(paymentStream.parked) }), drawn(t("c.pending"), (it) => it.paymentStream?.pending ?? 0)),
];

/** @param {Figures} figures */
function burnDown({ campaigns }) {
  if (!campaigns || campaigns.length === 0) {
    return h("p", { class: "quiet" }, t(campaigns ? "c.none" : "c.unknown"));
  }

  return campaigns.slice(0, 20).map((campaign) => {
    const issued = past.map((it) => it.campaigns?.find((one) => one.id === campaign.id)?.issued).filter((one) => one !== undefined);
    const of = t("c.burn.of", { issued: number(campaign.issued), quantity: number(campaign.quantity) });
    return h("div", { class: "burn" },
      h("div", { class: "spread" }, h("h3", null, link("campaigns", campaign.id, campaign.name)), h("span", null, campaign.paused ? mark(t("c.paused"), "bad") : of)),
      meter(campaign.issued / campaign.quantity, of),
      h("div", { class: "spread small quiet" },
        h("span", null, t("c.burn.rate", { rate: tenth(campaign.perSecond) })),
        h("span", null, campaign.remaining === 0 ? t("c.burn.gone") : campaign.projectedEnd ? t("c.burn.end", { time: exactTime(campaign.projectedEnd) }) : t("c.burn.still"))),
      campaign.perSecond > 0 && curve(issued, t("c.burn.curve", { name: campaign.name }), { most: campaign.quantity }));
  });
}

/** @param {Figures} figures */
const answersOf = ({ frontend }) => [
  table(t("c.answers"), [t("c.status"), `#${t("c.perSecond")}`], frontend.answers.map(({ status, perSecond }) => [String(status), tenth(perSecond)])),
  table(t("c.codes"), [t("c.code"), `#${t("c.perSecond")}`], frontend.problems.map(({ code, perSecond }) => [code, tenth(perSecond)])),
  h("p", { class: "small quiet" }, t("c.frontend", { name: frontend.name, streams: number(frontend.streams) })),
];

/** @param {Figures} figures */
const silosOf = ({ silos, readiness }) => [
  readiness && h("p", { class: readiness.ok ? "light is-good" : "light is-bad" }, readiness.ok ? t("c.ready") : readiness.problems.join(" ")),
  silos ? table(t("c.silos"), [t("c.silo"), t("c.status"), `#${t("c.activations")}`], silos.map((silo) => [silo.name, silo.status, number(silo.activations)])) : h("p", { class: "quiet" }, t("c.unknown")),
];

/** The audit's light, with the rows that are wrong. The button asks for the whole of it; now and then what came since it was right is asked for. */
function auditLight() {
  const [light, rows] = [h("p", { class: "light", role: "status" }, t("c.audit.asks")), h("div", { class: "stack" })];
  const button = h("button", { class: "button small", type: "button", on: { click: () => void ask() } }, t("c.audit.ask"));
  /** @param {string} [since] */
  async function ask(since) {
    button.disabled = true;
    /** @type {import("../../js/api.js").Result<{ok: boolean, checks: {name: string, ok: boolean, detail: string}[], mark?: string}>} */
    const answer = await call(`/v1/admin/audit${since ? `?since=${since}` : ""}`, { timeout: 120000 });
    button.disabled = false;
    if (!answer.ok) {
      light.className = "light";
      light.textContent = t("c.unknown");
      replace(rows, refusal(answer));
      return;
    }

    const { ok, checks } = answer.data;
    audited = ok ? answer.data.mark : since;
    light.className = ok ? "light is-good" : "light is-bad";
    light.textContent = t(ok ? "c.audit.good" : "c.audit.bad", { time: exactTime(new Date().toISOString()), n: checks.filter((check) => !check.ok).length });
    const wrong = checks.filter((check) => !check.ok);
    replace(rows, wrong.length > 0 && table(t("c.audit"), [t("c.audit.check"), t("c.audit.detail")], wrong.map((check) => [check.name, check.detail])),
      h("details", null, h("summary", null, t("c.audit.all", { n: checks.length })), table(t("c.audit"), [t("c.audit.check"), t("c.audit.detail")], checks.map((check) => [check.name, check.detail]))));
  }

  void ask(audited);
  const timer = window.setInterval(() => void ask(audited), AUDIT_INTERVAL);
  return { element: panel(t("c.audit"), h("div", { class: "spread" }, light, button), rows), stop: () => window.clearInterval(timer) };
}
