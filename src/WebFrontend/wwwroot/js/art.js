/** Pictures of products that have none: drawn by what the thing is and in the colour of the option. */
import { svg } from "./dom.js";

/** Colours by their usual names, in English and Korean. */
const COLOURS = /** @type {Record<string, string>} */ ({
  black: "#23211f", white: "#f4f1ea", navy: "#26324f", sand: "#d5c3a1", sky: "#a9c6de", indigo: "#34436e", charcoal: "#46464a", camel: "#b98a55",
  grey: "#9a9a97", gray: "#9a9a97", forest: "#35513f", mocha: "#7a5c49", red: "#b23a2e", blue: "#3d63a8", green: "#4c7a55", ivory: "#efe6d2",
  pink: "#dca6ab", beige: "#d9c8ab", brown: "#70523c", yellow: "#dbb13e", orange: "#cf7436", purple: "#6d5587", khaki: "#8a845c", cream: "#f0e6cf",
  "블랙": "#23211f", "화이트": "#f4f1ea", "네이비": "#26324f", "그레이": "#9a9a97", "베이지": "#d9c8ab", "브라운": "#70523c", "카키": "#8a845c",
  "아이보리": "#efe6d2", "레드": "#b23a2e", "블루": "#3d63a8", "그린": "#4c7a55", "핑크": "#dca6ab",
});

/** What a thing is by the words of its name and type, and its outline on a field of 200 by 240. */
const SHAPES = /** @type {[RegExp, string, string[]][]} */ ([
  [/coat|코트|jacket|자켓|outer/i, "M74 42 L100 54 L126 42 L152 58 L168 150 L146 156 L140 110 L144 214 L56 214 L60 110 L54 156 L32 150 L48 58 Z", ["M100 54 L100 214", "M100 54 L84 92 L74 42", "M100 54 L116 92 L126 42", "M70 150 L88 150", "M112 150 L130 150"]],
  [/hood|후디|후드|sweat/i, "M70 62 Q100 22 130 62 L154 74 L170 160 L148 166 L140 122 L142 196 L58 196 L60 122 L52 166 L30 160 L46 74 Z", ["M70 62 Q100 92 130 62", "M76 150 L124 150 L134 182 L66 182 Z", "M94 78 L93 110", "M106 78 L107 110"]],
  [/denim|데님|jean|pants|팬츠|바지|slack/i, "M62 36 L138 36 L142 70 L156 214 L112 214 L101 104 L99 104 L88 214 L44 214 L58 70 Z", ["M62 50 L138 50", "M100 50 L100 100", "M66 52 Q70 72 60 76", "M134 52 Q130 72 140 76"]],
  [/skirt|스커트|치마/i, "M70 40 L130 40 L134 56 L160 206 Q100 220 40 206 L66 56 Z", ["M69 56 L131 56", "M80 58 L66 208", "M92 58 L88 212", "M108 58 L112 212", "M120 58 L134 208"]],
  [/tote|토트|bag|가방|백/i, "M48 96 L152 96 L160 208 L40 208 Z", ["M72 96 Q74 36 100 36 Q126 36 128 96", "M52 112 L148 112"]],
  [/beanie|비니|hat|모자|cap/i, "M46 150 Q44 64 100 60 Q156 64 154 150 L158 156 L158 184 L42 184 L42 156 Z", ["M42 156 L158 156", "M66 158 L66 182", "M84 158 L84 182", "M100 158 L100 182", "M116 158 L116 182", "M134 158 L134 182"]],
  [/belt|벨트/i, "M30 108 L122 108 L122 100 L166 100 L166 144 L122 144 L122 136 L30 136 Q22 122 30 108 Z", ["M130 110 L156 110 L156 134 L130 134 Z", "M130 122 L146 122", "M52 122 L53 122", "M68 122 L69 122", "M84 122 L85 122"]],
  [/pin\b|핀|badge|ring|earring/i, "M100 62 A58 58 0 1 1 99.9 62 Z", ["M100 78 A42 42 0 1 1 99.9 78", "M84 124 L96 136 L120 106"]],
  [/shirt(?!.*tee)|셔츠(?!.*tee)|blouse/i, "M76 46 L100 56 L124 46 L154 62 L172 154 L148 160 L140 112 L142 200 L58 200 L60 112 L52 160 L28 154 L46 62 Z", ["M100 56 L100 200", "M76 46 L88 72 L100 56 L112 72 L124 46", "M114 98 L132 98 L132 118 L114 118 Z"]],
  [/./, "M74 50 Q100 70 126 50 L160 66 L176 112 L150 122 L142 106 L144 198 L56 198 L58 106 L50 122 L24 112 L40 66 Z", ["M74 50 Q100 80 126 50"]],
]);

const FIELDS = ["#e9e2d5", "#dfe3df", "#e6dcd6", "#dcdfe6", "#e8e4da"];

/**
 * The colour of an option's value; one of its own for what has no usual name.
 * @param {string | undefined} value
 * @returns {string}
 */
export function colourOf(value) {
  const words = (value ?? "").toLowerCase().split(/[\s/()-]+/);
  const named = words.map((word) => COLOURS[word]).find((colour) => colour !== undefined);
  return named ?? (value ? `hsl(${sum(value) % 360} 28% 48%)` : "#8d7f6c");
}

/**
 * A drawing of a product. It decorates: what it shows is said beside it.
 * @param {{id: string, name: string, type?: string}} product
 * @param {string | undefined} colour the value of its colour
 * @returns {SVGElement}
 */
export function drawing(product, colour) {
  const words = `${product.name} ${product.type ?? ""}`;
  const [, outline, seams] = SHAPES.find(([pattern]) => pattern.test(product.name)) ?? SHAPES.find(([pattern]) => pattern.test(words)) ?? /** @type {never} */ (undefined);
  const fill = colourOf(colour);
  const seam = isDark(fill) ? "#ffffff" : "#1a1815";
  return svg("svg", { viewBox: "0 0 200 240", class: "art", "aria-hidden": "true", focusable: "false", preserveAspectRatio: "xMidYMid slice" },
    svg("rect", { width: 200, height: 240, fill: FIELDS[sum(product.id) % FIELDS.length] }),
    svg("ellipse", { cx: 100, cy: 218, rx: 62, ry: 6, fill: "#1a1815", opacity: 0.1 }),
    svg("g", { transform: "translate(14 16) scale(0.86)" },
      svg("path", { d: outline, fill, "stroke-linejoin": "round", stroke: fill, "stroke-width": 5 }),
      svg("path", { d: outline, fill: "none", "stroke-linejoin": "round", stroke: seam, "stroke-width": 1, opacity: 0.22 }),
      seams.map((d) => svg("path", { d, fill: "none", stroke: seam, "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round", opacity: 0.4 }))));
}

/** @param {string} text */
function sum(text) {
  let total = 7;
  for (const letter of text) {
    total = (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }

  return total;
}

/** @param {string} colour */
function isDark(colour) {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  return !hex || 0.3 * parseInt(hex[1] ?? "", 16) + 0.59 * parseInt(hex[2] ?? "", 16) + 0.11 * parseInt(hex[3] ?? "", 16) < 110;
}
