/**
 * Which page an address shows. Links within the shop are followed without leaving the page.
 *
 * @typedef {{params: Record<string, string>, query: URLSearchParams}} Place
 * @typedef {{title: string, content: Node, stop?: () => void}} Shown
 * @typedef {{show: (place: Place) => Promise<Shown>}} Page
 */
import { h, replace } from "./dom.js";
import { t } from "./i18n.js";
import { failing, problem, quiet } from "./parts.js";

/** @type {[RegExp, () => Promise<Page>][]} */
let routes = [];
let stop = () => {};
let turn = 0;
const here = () => location.pathname + location.search;

/** The address of what is shown, without its fragment. */
let address = here();

/** @type {() => void} */
let whenShown = () => {};

/**
 * @param {Record<string, () => Promise<Page>>} pages by their addresses, with :names
 * @param {() => void} shown told after each page
 */
export function start(pages, shown) {
  whenShown = shown;
  routes = Object.entries(pages).map(([path, page]) => [new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`), page]);

  // On the way back the browser keeps the place on the page. A link to a part of the page, as the one to its content, changes the fragment alone.
  addEventListener("popstate", () => {
    if (here() !== address) {
      address = here();
      void render(true);
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
    if (link && isPlain && !link.target && !link.hasAttribute("download") && link.origin === location.origin && isKnown(link.pathname) && !link.hash) {
      event.preventDefault();
      quiet();
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
  const next = within(path);

  // What another page of this origin shows, it has to draw itself.
  if (!isKnown(new URL(next, location.origin).pathname)) {
    location[isReplaced ? "replace" : "assign"](next);
    return;
  }

  record(next, isReplaced);
  void render(false);
}

/**
 * Writes an address into the history for what is shown already.
 * @param {string} path within the shop
 * @param {boolean} isReplaced
 */
export function record(path, isReplaced) {
  history[isReplaced ? "replaceState" : "pushState"](null, "", path);
  address = here();
}

/**
 * A path as the browser reads it, which drops tabs and takes backslashes for slashes; the start for all that leads out of the shop.
 * @param {string | null} path
 * @returns {string}
 */
export function within(path) {
  const address = URL.canParse(path ?? "/", location.origin) ? new URL(path ?? "/", location.origin) : null;

  // Two slashes at the beginning would name another host.
  return address?.origin === location.origin ? address.pathname.replace(/^\/+/, "/") + address.search : "/";
}

/** Shows the page of the address anew. */
export const reload = () => render(false);

/** @param {string} path */
const isKnown = (path) => routes.some(([pattern]) => pattern.test(path));

/** @param {boolean} isStill whether the place on the page and the focus stay as they are */
async function render(isStill) {
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
  if (!isStill) {
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
        // A module or an answer that did not come.
        failing(failure);
        return { title: t("failed"), content: problem(t("failed"), () => void reload()) };
      }
    }
  }

  return { title: t("missing"), content: h("section", { class: "empty" }, h("h1", null, t("missing")), h("a", { class: "button", href: "/" }, t("home"))) };
}
