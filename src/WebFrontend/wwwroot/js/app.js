/** Starts the shop's pages: what stands around them, and which there are. */
import { h, replace } from "./dom.js";
import { lang, speak, t } from "./i18n.js";
import { navigate, reload, start } from "./router.js";
import { onSession, signOut, token, user } from "./session.js";
import { forgetTurns } from "./turn.js";

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} href @param {string} text */
const link = (href, text) => h("a", { href, "aria-current": location.pathname === href ? "page" : null }, text);

function frame() {
  replace(place("top"), h("div", { class: "top-inner" },
    h("a", { class: "brand", href: "/" }, t("shop")),
    h("nav", { "aria-label": t("nav.main") },
      link("/products", t("nav.products")),
      link("/cart", t("nav.cart")),
      user() ? link("/me", t("nav.me")) : link("/sign-in", t("nav.signIn")))));
  replace(place("foot"), h("div", { class: "foot-inner" },
    h("p", null, t("foot")),
    h("div", { class: "row" },
      user() && h("button", { class: "link", type: "button", on: { click: leave } }, t("nav.signOut")),
      h("button", { class: "link", type: "button", lang: lang() === "ko" ? "en" : "ko", on: { click: () => speak(lang() === "ko" ? "en" : "ko") } }, t("lang.other")))));
}

function leave() {
  forgetTurns();
  signOut();
  navigate("/");
}

replace(/** @type {Element} */ (document.querySelector(".skip")), t("skip"));
frame();
onSession(() => {
  frame();
  if (token() === null) {
    // What was shown was a user's, whose token the shop does not take any more.
    void reload();
  }
});
start({
  "/": () => import("./pages/landing.js"),
  "/products": () => import("./pages/list.js"),
  "/products/:id": () => import("./pages/product.js"),
  "/drops/:id": () => import("./pages/drop.js"),
  "/cart": () => import("./pages/cart.js"),
  "/checkout": () => import("./pages/checkout.js"),
  "/checkout/:id": () => import("./pages/checkout.js"),
  "/me": () => import("./pages/me.js"),
  "/me/orders/:id": () => import("./pages/order.js"),
  "/sign-in": () => import("./pages/sign-in.js"),
}, frame);
performance.mark("interactive");
