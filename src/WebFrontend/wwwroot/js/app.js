/** Starts the shop's pages. */
import { h, replace } from "./dom.js";
import { t } from "./i18n.js";

replace(document.getElementById("main") ?? document.body, h("h1", null, t("shop")));
