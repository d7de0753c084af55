/** Small curves, drawn as SVG. What a curve shows stands beside it as text. */
import { svg } from "../js/dom.js";

/**
 * @param {number[]} values oldest first
 * @param {string} words what it shows
 * @param {{tall?: boolean, most?: number}} [look]
 * @returns {SVGElement}
 */
export function curve(values, words, { tall = false, most } = {}) {
  const [width, height] = [240, 60];
  const top = Math.max(most ?? 0, ...values, 1e-9);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, i) => `${(i * step).toFixed(1)} ${(height - (value / top) * (height - 4)).toFixed(1)}`);
  const line = points.length > 1 ? `M${points.join(" L")}` : `M0 ${height} L${width} ${height}`;
  return svg("svg", { class: tall ? "curve is-tall" : "curve", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": words },
    points.length > 1 && svg("path", { d: `${line} L${width} ${height} L0 ${height} Z`, fill: "currentColor", opacity: 0.12 }),
    svg("path", { d: line, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linejoin": "round" }));
}

/** @param {number} part of 1 @param {string} words */
export const meter = (part, words) => svg("svg", { class: "meter", viewBox: "0 0 100 4", preserveAspectRatio: "none", role: "img", "aria-label": words },
  svg("rect", { width: Math.min(100, Math.max(0, part * 100)), height: 4, fill: "currentColor" }));
