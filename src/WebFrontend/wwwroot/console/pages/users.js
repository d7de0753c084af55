/** A user is found by the id: nobody keeps a list of them. */
import { h } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { navigate } from "../../js/router.js";
import { field, form, page, panel, text } from "../parts.js";

export async function show() {
  return {
    title: t("c.nav.users"),
    content: page(t("c.nav.users"), null, panel(t("c.search"), form(h("div", { class: "fields" }, field(t("c.user"), "user", { required: true, maxlength: 128 })), t("c.search"), async (data) => {
      navigate(`/console/users/${encodeURIComponent(text(data, "user"))}`);
    }, "button"))),
  };
}
