/** Who is no operator is asked to sign in as one. */
import { h, replace } from "../../js/dom.js";
import { t } from "../../js/i18n.js";
import { leaveForProvider, offline, signInByName, signOut, user, ways } from "../../js/session.js";
import { field, form, text } from "../parts.js";

export async function signIn() {
  const title = t("c.signIn");
  const who = user();
  if (who) {
    return {
      title, content: h("section", { class: "panel sign-in" }, h("h1", null, t("c.noOperator")), h("p", null, t("c.noOperator.why", { user: who })),
        h("button", { class: "button", type: "button", on: { click: signOut } }, t("nav.signOut"))),
    };
  }

  const { names, provider } = await ways();
  const failed = h("div", { role: "alert" });

  /** @param {import("../../js/session.js").Provider} provider */
  async function leave(provider) {
    if (await leaveForProvider(provider, location.pathname).catch(offline) === null) {
      replace(failed, h("p", { class: "note is-bad" }, t("signIn.failed")));
    }
  }

  return {
    title, content: h("section", { class: "panel sign-in" }, h("h1", null, title),
      provider && [h("button", { class: "button first", type: "button", on: { click: () => void leave(provider) } }, t("c.signIn.provider")), failed],
      names && form(field(t("c.signIn.name"), "name", { required: true, maxlength: 128, autocomplete: "username", value: "operator" }), t("nav.signIn"), async (data) => {
        const wrong = await signInByName(text(data, "name"), true);
        return wrong === null ? null : { ok: false, status: 422, code: "validation_failed", problem: { errors: { name: [wrong] } }, retryAfter: 0 };
      })),
  };
}
