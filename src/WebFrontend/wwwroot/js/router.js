/**
 * Which page an address shows. Links within the shop are followed without leaving the page.
 *
 * @typedef {{params: Record<string, string>, query: URLSearchParams}} Place
 * @typedef {{title: string, content: Node, stop?: () => void}} Shown
 * @typedef {{show: (place: Place) => Promise<Shown>}} Page
 */
import { h, replace } from "./dom.js";
import { t } from "./i18n.js";
import { problem } from "./parts.js";

/** @type {[RegExp, () => Promise<Page>][]} */
let routes = [];
let stop = () => {};
let turn = 0;
/** @type {() => void} */
let whenShown = () => {};

/**
 * @param {Record<string, () => Promise<Page>>} pages by their addresses, with :names
 * @param {() => void} shown told after each page
 */
export function start(pages, shown) {
  whenShown = shown;
  routes = Object.entries(pages).map(([path, page]) => [new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`), page]);
  addEventListener("popstate", () => void render(false));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
    if (link && isPlain && !link.target && !link.hasAttribute("download") && link.origin === location.origin && isKnown(link.pathname) && !link.hash) {
      event.preventDefault();
      navigate(link.pathname + link.search);
    }
  });
  void render(true);
}

/**
 * @param {string} path within the shop
 * @param {{replace?: boolean}} [how]
 */
export function navigate(path, { replace: isReplaced = false } = {}) {
  // What another page of this origin shows, it has to draw itself.
  if (!isKnown(new URL(path, location.href).pathname)) {
    location[isReplaced ? "replace" : "assign"](path);
    return;
  }

  history[isReplaced ? "replaceState" : "pushState"](null, "", path);
  void render(false);
}

/** Shows the page of the address anew. */
export const reload = () => render(false);

/** @param {string} path */
const isKnown = (path) => routes.some(([pattern]) => pattern.test(path));

/** @param {boolean} isFirst */
async function render(isFirst) {
  const mine = ++turn;
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  main.setAttribute("aria-busy", "true");
  delete main.dataset["ready"];
  stop();
  stop = () => {};
  const shown = await page();
  if (mine !== turn) {
    shown.stop?.();
    return;
  }

  stop = shown.stop ?? stop;
  document.title = `${shown.title} · ${t("shop")}`;
  replace(main, shown.content);
  main.removeAttribute("aria-busy");
  main.dataset["ready"] = "";
  performance.mark("shown");
  whenShown();
  if (!isFirst) {
    scrollTo({ top: 0, behavior: "instant" });
    main.focus({ preventScroll: true });
  }
}

/** @returns {Promise<Shown>} */
async function page() {
  for (const [pattern, module] of routes) {
    const match = pattern.exec(location.pathname);
    if (match) {
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
      try {
        return await (await module()).show({ params, query: new URLSearchParams(location.search) });
      } catch (failure) {
        // A module or an answer that did not come. Whatever else it is, the console tells.
        if (!(failure instanceof TypeError)) {
          console.error(failure);
        }

        return { title: t("failed"), content: problem(t("failed"), () => void reload()) };
      }
    }
  }

  return { title: t("missing"), content: h("section", { class: "empty" }, h("h1", null, t("missing")), h("a", { class: "button", href: "/" }, t("home"))) };
}
