/** The import of a catalogue: first what it would do, then it, and what was left out. */
import { h, replace } from "../../js/dom.js";
import { number } from "../../js/format.js";
import { t } from "../../js/i18n.js";
import { token } from "../../js/session.js";
import { field, page, panel, refusal, table } from "../parts.js";

/** @typedef {import("../../js/contract").components["schemas"]["ImportResult"]} Report */

export async function show() {
  const [bar, outcome] = [h("div", null), h("div", { class: "stack", "aria-live": "polite" })];
  const file = field(t("c.import.file"), "file", { type: "file", accept: ".csv,text/csv", required: true });
  const rate = field(t("c.import.rate"), "rate", { type: "number", min: 0.000001, step: "any", value: 1, required: true });
  const charset = field(t("c.import.charset"), "charset", { type: "select", value: "utf-8" }, [["utf-8", "UTF-8"], ["euc-kr", "EUC-KR · CP949"]]);
  const [dry, real] = ["c.import.dry", "c.import.real"].map((name, i) => h("button", { class: i === 0 ? "button first" : "button", type: "submit", value: i === 0 ? "dry" : "real" }, t(name)));

  /** @param {SubmitEvent & {submitter: HTMLButtonElement}} event */
  async function send(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const isDry = event.submitter.value === "dry";
    const buttons = [dry, real].filter((button) => button !== undefined);
    buttons.forEach((button) => { button.disabled = true; });
    replace(outcome);
    const progress = h("progress", { max: 1, value: 0, "aria-label": t("c.import.progress") });
    replace(bar, progress);
    const result = await upload(`/v1/admin/products/import?wonPerUnit=${encodeURIComponent(String(data.get("rate")))}${isDry ? "&dryRun=true" : ""}`,
      /** @type {File} */ (data.get("file")), String(data.get("charset")), (part) => { progress.value = part; });
    replace(bar);
    buttons.forEach((button) => { button.disabled = false; });
    replace(outcome, result.ok ? report(result.report, isDry) : refusal(result.refused));
  }

  return {
    title: t("c.import"),
    content: page(t("c.import"), null, panel(t("c.import"), h("p", { class: "quiet" }, t("c.import.why")),
      h("form", { class: "stack", on: { submit: send } }, h("div", { class: "fields" }, file, rate, charset), h("div", { class: "row" }, dry, real)), bar, outcome)),
  };
}

/** @param {Report} report @param {boolean} isDry */
const report = (report, isDry) => [
  h("p", { class: report.skipped.length > 0 ? "note" : "note is-good" },
    t(isDry ? "c.import.would" : "c.import.did", { products: number(report.products), variants: number(report.variants), skipped: number(report.skipped.length) })),
  report.skipped.length > 0 && table(t("c.import.skipped"), [`#${t("c.import.line")}`, t("c.reason")], report.skipped.slice(0, 500).map(({ line, reason }) => [number(line), reason])),
  report.ignored.length > 0 && h("p", { class: "small" }, t("c.import.ignored", { columns: report.ignored.join(", ") })),
];

/**
 * Sends a file and tells how much of it has gone: fetch does not.
 * @param {string} path @param {File} file @param {string} charset @param {(part: number) => void} sent
 * @returns {Promise<{ok: true, report: Report} | {ok: false, refused: import("../../js/api.js").Refused}>}
 */
const upload = (path, file, charset, sent) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("Authorization", `Bearer ${token() ?? ""}`);
  request.setRequestHeader("Content-Type", `text/csv; charset=${charset}`);
  request.upload.addEventListener("progress", (event) => sent(event.lengthComputable ? event.loaded / event.total : 0));
  request.addEventListener("loadend", () => {
    const isJson = request.getResponseHeader("Content-Type")?.includes("json") ?? false;
    const said = isJson ? JSON.parse(request.responseText) : {};
    resolve(request.status === 200 ? { ok: true, report: said } : { ok: false, refused: { ok: false, status: request.status, code: said.code ?? "unknown", problem: said, retryAfter: 0 } });
  });
  request.send(file);
});
