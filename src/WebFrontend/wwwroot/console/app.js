/** Starts the operators' console: what stands around its pages, and which there are. */
import { h, replace } from "../js/dom.js";
import { addTexts, lang, speak, t } from "../js/i18n.js";
import { reload, start } from "../js/router.js";
import { isAdmin, onSession, signOut, user } from "../js/session.js";
import { signIn } from "./pages/sign-in.js";
import { texts } from "./texts.js";

addTexts(texts);

const SECTIONS = ["", "products", "campaigns", "orders", "users", "payments", "log", "exports"];

/** Addresses that belong to a section without beginning with its name. */
const WITHIN = /** @type {Record<string, string>} */ ({ "new-product": "products", "import": "products", "new-campaign": "campaigns", "rehearsal": "campaigns" });

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

function frame() {
  const first = location.pathname.split("/")[2] ?? "";
  const here = WITHIN[first] ?? first;
  replace(place("top"), h("div", { class: "bar-inner" },
    h("a", { class: "brand", href: "/" }, t("shop")),
    h("nav", { "aria-label": t("c.nav") }, isAdmin() && SECTIONS.map((section) =>
      h("a", { href: section ? `/console/${section}` : "/console", "aria-current": section === here ? "page" : null }, t(`c.nav.${section || "today"}`)))),
    h("div", { class: "row" },
      user() && h("button", { class: "link small", type: "button", on: { click: signOut } }, t("c.leave", { user: user() ?? "" })),
      h("button", { class: "link small", type: "button", lang: lang() === "ko" ? "en" : "ko", on: { click: () => speak(lang() === "ko" ? "en" : "ko") } }, t("lang.other")))));

  // On a phone the menu is longer than the screen.
  const [menu, current] = [place("top").querySelector("nav"), /** @type {HTMLElement | null} */ (place("top").querySelector("[aria-current]"))];
  if (menu && current) {
    menu.scrollLeft = current.offsetLeft - menu.offsetLeft - (menu.clientWidth - current.offsetWidth) / 2;
  }
}

/** @typedef {import("../js/router.js").Page} Page */

/**
 * A page that operators alone are shown.
 * @param {() => Promise<Page>} page
 * @returns {() => Promise<Page>}
 */
const forOperators = (page) => async () => isAdmin() ? page() : { show: signIn };

replace(/** @type {Element} */ (document.querySelector(".skip")), t("skip"));
onSession(() => void reload());
start({
  "/console": forOperators(() => import("./pages/today.js")),
  "/console/products": forOperators(() => import("./pages/products.js")),
  "/console/products/:id": forOperators(() => import("./pages/product.js")),
  "/console/new-product": forOperators(() => import("./pages/new-product.js")),
  "/console/import": forOperators(() => import("./pages/import.js")),
  "/console/campaigns": forOperators(() => import("./pages/campaigns.js")),
  "/console/campaigns/:id": forOperators(() => import("./pages/campaign.js")),
  "/console/new-campaign": forOperators(() => import("./pages/new-campaign.js")),
  "/console/rehearsal": forOperators(() => import("./pages/rehearsal.js")),
  "/console/orders": forOperators(() => import("./pages/orders.js")),
  "/console/orders/:id": forOperators(() => import("./pages/order.js")),
  "/console/users": forOperators(() => import("./pages/users.js")),
  "/console/users/:id": forOperators(() => import("./pages/user.js")),
  "/console/payments": forOperators(() => import("./pages/payments.js")),
  "/console/log": forOperators(() => import("./pages/log.js")),
  "/console/exports": forOperators(() => import("./pages/exports.js")),
}, frame);
