/** All products: what is looked for stands in the address. */
import { call } from "../api.js";
import { colourOf } from "../art.js";
import { h, replace } from "../dom.js";
import { number } from "../format.js";
import { t } from "../i18n.js";
import { follow } from "../live.js";
import { card, isColour, isSize, radios, reasonOf } from "../parts.js";
import { record } from "../router.js";

/** How many products are shown at first and at each step. */
const PAGE = 24;

/** From how many products the filters are gathered. */
const WIDE = 100;

/** @typedef {import("../parts.js").Schemas} Schemas */
/** @typedef {import("../api.js").Result<Schemas["PagedListOfProductView"]>} Answer */

/** The parameters of the contract that the address carries as they are. */
const CARRIED = ["q", "type", "vendor", "tag", "minPrice", "maxPrice", "available", "sort"];

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ query }) {
  const [all, first] = await Promise.all([
    /** @type {Promise<Answer>} */ (call(`/v1/products?limit=${WIDE}`)),
    /** @type {Promise<Answer>} */ (call(`/v1/products?${askedBy(query)}`)),
  ]);
  if (!all.ok || !first.ok) {
    throw new TypeError("The products cannot be read.");
  }

  const [results, grid, more, count] = [h("div", { class: "stack" }), h("ul", { class: "grid" }), h("div", { class: "center" }), h("p", { class: "quiet small", role: "status" })];
  /** @type {ReturnType<typeof card>[]} */
  let cards = [];
  let asked = askedBy(query);
  let stop = () => {};
  let isStopped = false;

  /** Counts what was asked: an answer to something older is dropped. */
  let turn = 0;

  /** Which control was changed last: the steps through its values are one step of the way back. */
  let changed = "";

  /** @param {Schemas["PagedListOfProductView"]} page */
  function append(page) {
    const colours = [...asked].filter(([name]) => name.startsWith("option.") && isColour(name.slice("option.".length))).map(([, value]) => value);
    const added = page.items.map((product) => card(product, { colours }));
    cards.push(...added);
    grid.append(...added.map((shown) => shown.element));
    count.textContent = cards.length === 1 ? t("list.one") : t("list.count", { n: number(cards.length) + (page.next ? "+" : "") });
    offerMore(page.next);
    replace(results, cards.length === 0 ? h("section", { class: "empty" }, h("p", null, t("list.none")), h("a", { class: "button", href: "/products" }, t("list.reset"))) : [grid, more]);
    stop();
    stop = isStopped ? () => {} : follow({ products: cards.map((shown) => shown.id) }, {
      product: (product) => cards.find((shown) => shown.id === product.id)?.update(product.variants),
    });
  }

  /** @param {string | undefined} cursor @param {string} [failed] */
  function offerMore(cursor, failed) {
    replace(more, failed && h("p", { class: "bad", role: "alert" }, failed),
      cursor && h("button", { class: "button", type: "button", on: { click: (/** @type {Event} */ event) => void next(cursor, /** @type {HTMLButtonElement} */ (event.target)) } }, t("more")));
  }

  /** @param {string} cursor @param {HTMLButtonElement} button */
  async function next(cursor, button) {
    button.disabled = true;
    const mine = ++turn;
    const answer = /** @type {Answer} */ (await call(`/v1/products?${new URLSearchParams([...asked, ["cursor", cursor]])}`));
    if (mine !== turn) {
      return;
    }

    if (answer.ok) {
      const at = cards.length;
      append(answer.data);
      cards[at]?.element.querySelector("a")?.focus();
    } else {
      offerMore(cursor, t("failed"));
    }
  }

  /** What the form says stands in the address, and only what is found is shown anew. @param {HTMLFormElement} form @param {string} name of the control */
  function change(form, name) {
    const next = queryOf(form, new URLSearchParams(location.search));
    record(next.size > 0 ? `/products?${next}` : "/products", name === changed);
    changed = name;
    asked = askedBy(next);
    void look();
  }

  async function look() {
    const mine = ++turn;
    results.setAttribute("aria-busy", "true");
    const answer = /** @type {Answer} */ (await call(`/v1/products?${asked}`));
    if (mine !== turn || isStopped) {
      return;
    }

    results.removeAttribute("aria-busy");
    if (answer.ok) {
      cards = [];
      grid.replaceChildren();
      append(answer.data);
    } else {
      replace(results, h("div", { class: "note is-bad", role: "alert" }, h("p", null, reasonOf(answer)), h("button", { class: "button small", type: "button", on: { click: () => void look() } }, t("again"))));
    }
  }

  append(first.data);
  return {
    title: t("list.title"),
    stop: () => {
      isStopped = true;
      stop();
    },
    content: h("div", { class: "list" },
      h("div", { class: "spread" }, h("h1", null, t("list.title")), count),
      filters(query, all.data.items, change),
      results),
  };
}

/** What is asked of the shop by an address. @param {URLSearchParams} query */
const askedBy = (query) => new URLSearchParams([["limit", String(PAGE)], ...[...query].filter(([name, value]) => value !== "" && (CARRIED.includes(name) || name.startsWith("option.")))]);

/** @param {URLSearchParams} query @param {Schemas["ProductView"][]} products @param {(form: HTMLFormElement, name: string) => void} changed */
function filters(query, products, changed) {
  const options = products.flatMap((product) => product.options);
  const types = distinct([...products.map((product) => product.type ?? ""), ...query.getAll("type")].filter((type) => type !== ""));
  const picked = distinct([...query.keys()].filter((name) => name.startsWith("option.")));
  const form = h("form", { class: "filters", role: "search", on: { submit: (event) => { event.preventDefault(); changed(form, "q"); }, change: (event) => { if (event.target.name !== "q") { changed(form, event.target.name); } } } },
    h("div", { class: "search-row" },
      h("div", { class: "field grow" }, h("label", { for: "q" }, t("list.search")),
        h("input", { id: "q", name: "q", type: "search", value: query.get("q") ?? "", placeholder: t("list.searchHint"), enterkeyhint: "search", autocomplete: "off" })),
      h("div", { class: "field" }, h("label", { for: "sort" }, t("list.sort")),
        select("sort", ["newest", "best", "price", "-price"].map((sort) => [sort, t(`sort.${sort}`)]), query.get("sort") ?? "newest"))),
    h("details", { class: "more-filters", open: picked.length > 0 || query.has("type") || query.has("available") },
      h("summary", null, t("list.filters")),
      h("div", { class: "filter-rows" },
        types.length > 0 && h("div", { class: "field" }, h("label", { for: "type" }, t("list.type")),
          select("type", [["", t("any")], ...types.map((type) => /** @type {[string, string]} */ ([type, type]))], query.get("type") ?? "")),
        distinct(options.map((option) => option.name)).map((name) => {
          const values = distinct(options.filter((option) => option.name === name).flatMap((option) => option.values).concat(query.getAll(`option.${name}`)).filter((value) => value !== ""));
          return isColour(name) ? swatches(name, values, query.getAll(`option.${name}`))
            : isSize(name) ? radios(t("list.size"), `option.${name}`,
              [{ value: "", label: t("any"), isChosen: !query.get(`option.${name}`) }, ...values.map((value) => ({ value, label: value, isChosen: query.get(`option.${name}`) === value }))])
              : null;
        }),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "available", value: "true", checked: query.get("available") === "true" }), h("span", null, t("list.available"))))));
  return form;
}

/** What the form says, and of the address what the form knows nothing of. @param {HTMLFormElement} form @param {URLSearchParams} before */
function queryOf(form, before) {
  const query = new URLSearchParams([...before].filter(([name]) => form.elements.namedItem(name) === null));
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "" && !(name === "sort" && value === "newest")) {
      query.append(name, value.trim());
    }
  }

  return query;
}

/** @param {string} name @param {string[]} values @param {string[]} picked */
const swatches = (name, values, picked) => h("fieldset", { class: "choice" },
  h("legend", { class: "label" }, t("list.colour")),
  h("div", { class: "choice-row" }, values.map((value) => h("label", { class: "swatch" },
    h("input", { type: "checkbox", name: `option.${name}`, value, checked: picked.includes(value) }),
    h("i", { class: "dot", vars: { "--dot": colourOf(value) } }),
    h("span", null, value)))));

/** @param {string} name @param {[string, string][]} choices @param {string} chosen */
const select = (name, choices, chosen) => h("select", { id: name, name },
  choices.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));

/** @param {string[]} texts */
const distinct = (texts) => [...new Set(texts)];
