/** Who are you? A name where the shop gives tokens to anybody, an OpenID provider where one is configured. */
import { h, replace } from "../dom.js";
import { t } from "../i18n.js";
import { navigate, record, within } from "../router.js";
import { comeBack, leaveForProvider, offline, signInByName, ways } from "../session.js";

/** @param {import("../router.js").Place} place @returns {Promise<import("../router.js").Shown>} */
export async function show({ query }) {
  const wrong = h("div", { role: "alert" });
  const fail = (/** @type {string} */ text) => replace(wrong, h("p", { class: "note is-bad" }, text));
  if (query.has("state")) {
    // The code works once, and does not stay in the address while it is exchanged.
    record("/sign-in", true);
    const back = await comeBack(query).catch(offline);
    if (back !== null) {
      queueMicrotask(() => navigate(within(back), { replace: true }));
    } else {
      fail(t("signIn.failed"));
    }
  }

  const back = within(query.get("back"));
  const { names, provider } = await ways();

  /** @param {Event} event */
  async function byName(event) {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("name") ?? "").trim();
    try {
      if (await signInByName(name) === null) {
        navigate(back, { replace: true });
      } else {
        fail(t("signIn.wrong"));
      }
    } catch (failure) {
      if (!(failure instanceof TypeError)) {
        throw failure;
      }

      fail(t("signIn.failed"));
    }
  }

  return {
    title: t("signIn.title"),
    content: h("section", { class: "sign-in stack" },
      h("h1", null, t("signIn.title")),
      wrong,
      provider && h("button", { class: "button first", type: "button", on: { click: () => void leaveForProvider(provider, back).catch(offline).then((left) => { if (left === null) { fail(t("signIn.failed")); } }) } }, t("signIn.provider")),
      names && h("form", { class: "stack", on: { submit: (/** @type {Event} */ event) => void byName(event) } },
        h("div", { class: "field" }, h("label", { for: "name" }, t("signIn.name")),
          h("input", { id: "name", name: "name", required: true, maxlength: 128, autocomplete: "username", autocapitalize: "none", spellcheck: "false", "aria-describedby": "hint" }),
          h("p", { class: "quiet small", id: "hint" }, t("signIn.hint"))),
        h("button", { class: "button first", type: "submit" }, t("signIn.go"))),
      !names && !provider && h("p", { class: "note" }, t("signIn.none"))),
  };
}
