/** All products: what is looked for stands in the address. */
import { call } from "../api.js";
import { colourOf } from "../art.js";
import { h, replace } from "../dom.js";
import { number } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { card, isColour, isSize, radios } from "../parts.js";
import { navigate } from "../router.js";

/** How many products are shown at first and at each step. */
const PAGE = 24;

/** From how many products the filters are gathered. */
const WIDE = 100;

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {import("../api.js").Result<Schemas["PagedListOfProductView"]>} Answer */

/** The parameters of the contract that the address carries as they are. */
const CARRIED = ["q", "type", "minPrice", "maxPrice", "available", "sort"];

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ query }) {
  const asked = new URLSearchParams([["limit", String(PAGE)]]);
  for (const [name, value] of query) {
    if (value !== "" && (CARRIED.includes(name) || name.startsWith("option."))) {
      asked.append(name, value);
    }
  }

  const [all, first] = await Promise.all([
    /** @type {Promise<Answer>} */ (call(`/v1/products?limit=${WIDE}`)),
    /** @type {Promise<Answer>} */ (call(`/v1/products?${asked}`)),
  ]);
  if (!all.ok || !first.ok) {
    throw new TypeError("The products cannot be read.");
  }

  const [grid, more, count] = [h("ul", { class: "grid" }), h("div", { class: "center" }), h("p", { class: "quiet small", role: "status" })];
  /** @type {ReturnType<typeof card>[]} */
  const cards = [];
  let stop = () => {};

  /** @param {Schemas["PagedListOfProductView"]} page */
  function append(page) {
    const added = page.items.map((product) => card(product));
    cards.push(...added);
    grid.append(...added.map((shown) => shown.element));
    count.textContent = t("list.count", { n: number(cards.length) + (page.next ? "+" : "") });
    replace(more, page.next && h("button", { class: "button", type: "button", on: { click: () => void next(page.next ?? "") } }, t("more")));
    stop();
    stop = follow({ products: cards.map((shown) => shown.id) }, {
      product: (product) => cards.find((shown) => shown.id === product.id)?.update(product.variants),
    });
  }

  /** @param {string} cursor */
  async function next(cursor) {
    const answer = /** @type {Answer} */ (await call(`/v1/products?${new URLSearchParams([...asked, ["cursor", cursor]])}`));
    if (answer.ok) {
      const at = cards.length;
      append(answer.data);
      cards[at]?.element.querySelector("a")?.focus();
    }
  }

  append(first.data);
  const isEmpty = first.data.items.length === 0;
  return {
    title: t("list.title"),
    stop: () => stop(),
    content: h("div", { class: "list" },
      h("div", { class: "spread" }, h("h1", null, t("list.title")), count),
      filters(query, all.data.items),
      isEmpty ? h("section", { class: "empty" }, h("p", null, t("list.none")), h("a", { class: "button", href: "/products" }, t("list.reset"))) : [grid, more]),
  };
}

/** @param {URLSearchParams} query @param {Schemas["ProductView"][]} products */
function filters(query, products) {
  const options = products.flatMap((product) => product.options);
  const types = distinct(products.map((product) => product.type ?? "").filter((type) => type !== ""));
  const change = () => apply(form);
  const picked = distinct([...query.keys()].filter((name) => name.startsWith("option.")));
  const form = h("form", { class: "filters", role: "search", on: { submit: (event) => { event.preventDefault(); change(); } } },
    h("div", { class: "search-row" },
      h("div", { class: "field grow" }, h("label", { for: "q" }, t("list.search")),
        h("input", { id: "q", name: "q", type: "search", value: query.get("q") ?? "", placeholder: t("list.searchHint"), enterkeyhint: "search", autocomplete: "off" })),
      h("div", { class: "field" }, h("label", { for: "sort" }, t("list.sort")),
        select("sort", ["newest", "best", "price", "-price"].map((sort) => [sort, t(`sort.${sort}`)]), query.get("sort") ?? "newest", change))),
    h("details", { class: "more-filters", open: picked.length > 0 || query.has("type") || query.has("available") },
      h("summary", null, t("list.filters")),
      h("div", { class: "filter-rows" },
        types.length > 0 && h("div", { class: "field" }, h("label", { for: "type" }, t("list.type")),
          select("type", [["", t("any")], ...types.map((type) => /** @type {[string, string]} */ ([type, type]))], query.get("type") ?? "", change)),
        distinct(options.map((option) => option.name)).map((name) => {
          const values = distinct(options.filter((option) => option.name === name).flatMap((option) => option.values));
          return isColour(name) ? swatches(name, values, query.getAll(`option.${name}`), change)
            : isSize(name) ? radios(t("list.size"), `option.${name}`,
              [{ value: "", label: t("any"), isChosen: !query.get(`option.${name}`) }, ...values.map((value) => ({ value, label: value, isChosen: query.get(`option.${name}`) === value }))], change)
              : null;
        }),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "available", value: "true", checked: query.get("available") === "true", on: { change } }), h("span", null, t("list.available"))))));
  return form;
}

/** @param {HTMLFormElement} form */
function apply(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "" && !(name === "sort" && value === "newest")) {
      query.append(name, value.trim());
    }
  }

  const text = String(query);
  navigate(text === "" ? "/products" : `/products?${text}`);
}

/** @param {string} name @param {string[]} values @param {string[]} picked @param {() => void} change */
const swatches = (name, values, picked, change) => h("fieldset", { class: "choice" },
  h("legend", { class: "label" }, t("list.colour")),
  h("div", { class: "choice-row" }, values.map((value) => h("label", { class: "swatch" },
    h("input", { type: "checkbox", name: `option.${name}`, value, checked: picked.includes(value), on: { change } }),
    h("i", { class: "dot", vars: { "--dot": colourOf(value) } }),
    h("span", null, value)))));

/** @param {string} name @param {[string, string][]} choices @param {string} chosen @param {() => void} change */
const select = (name, choices, chosen, change) => h("select", { id: name, name, on: { change } },
  choices.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));

/** @param {string[]} texts */
const distinct = (texts) => [...new Set(texts)];
