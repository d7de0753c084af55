/**
 * Who is signed in, in this tab. The token is kept in this origin's session storage and sent in a header: it is never part of an address.
 *
 * @typedef {{authority: string, clientId: string, scope: string, audience?: string}} Provider
 * @typedef {{names: boolean, roleClaim: string, provider?: Provider}} Ways `roleClaim` names the claim of a token that holds its roles, with dots within objects
 */
import { insist, isOpen } from "./api.js";

const TOKEN = "token";
const ROLE_CLAIM = "role-claim";
const FLOW = "sign-in";

/** @type {Set<() => void>} */
const listeners = new Set();

/** @returns {string | null} */
export const token = () => sessionStorage.getItem(TOKEN);

/** @returns {string | null} the id of who is signed in; null: nobody is */
export function user() {
  const claims = read(token());
  return typeof claims["sub"] === "string" ? claims["sub"] : null;
}

/** @returns {boolean} whether an operator is signed in, as far as the token says so; the shop decides by itself */
export function isAdmin() {
  return rolesAt(read(token()), sessionStorage.getItem(ROLE_CLAIM) ?? "role").includes("admin");
}

/**
 * The roles that a path of names leads to. A name may itself have dots, so each dot may be the end of the first one.
 * @param {Record<string, unknown>} claims
 * @param {string} path
 * @returns {unknown[]}
 */
function rolesAt(claims, path) {
  if (claims[path] !== undefined) {
    return [claims[path]].flat();
  }

  for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) {
    const inner = claims[path.slice(0, dot)];
    const roles = typeof inner === "object" && inner !== null ? rolesAt(/** @type {Record<string, unknown>} */ (inner), path.slice(dot + 1)) : [];
    if (roles.length > 0) {
      return roles;
    }
  }

  return [];
}

/** Told whenever somebody signs in or out. @param {() => void} listen */
export function onSession(listen) {
  listeners.add(listen);
}

/** @returns {Promise<Ways>} how one can sign in here */
export async function ways() {
  const answer = await fetch("/pages/sign-in.json");
  if (!answer.ok) {
    throw new TypeError(`The ways to sign in cannot be read: ${answer.status}`);
  }

  return answer.json();
}

/**
 * Signs in by a name alone, where the shop allows it.
 * @param {string} name
 * @param {boolean} [admin]
 * @returns {Promise<string | null>} what is wrong with the name, or null
 */
export async function signInByName(name, admin = false) {
  const said = await tokenOf(name, admin);
  if (said.token === undefined) {
    return said.wrong ?? "";
  }

  keep(said.token, (await ways()).roleClaim);
  return null;
}

/**
 * A token for anybody, where the shop gives them.
 * @param {string} name
 * @param {boolean} [admin]
 * @returns {Promise<{token?: string, wrong?: string}>} the token, or what is wrong with the name
 */
export async function tokenOf(name, admin = false) {
  /** @type {import("./api.js").Result<{token: string}>} */
  const answer = await insist("/dev/tokens", { method: "POST", body: { user: name, admin }, bearer: null });
  if (answer.ok) {
    return { token: answer.data.token };
  }

  if (isOpen(answer)) {
    throw new TypeError(`The shop gave no token: ${answer.status} ${answer.code}`);
  }

  return { wrong: answer.problem.errors?.["user"]?.join(" ") ?? answer.problem.title ?? "" };
}

/**
 * Leaves for the provider, by the code flow with PKCE; the browser comes back to `/sign-in`.
 * @param {Provider} provider
 * @param {string} back where to go afterwards, within the shop
 */
export async function leaveForProvider(provider, back) {
  const { authorization_endpoint } = await discover(provider);
  const [state, verifier] = [random(), random()];
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  sessionStorage.setItem(FLOW, JSON.stringify({ state, verifier, back }));
  const address = new URL(authorization_endpoint);
  const asked = {
    response_type: "code", client_id: provider.clientId, redirect_uri: returnAddress(), scope: provider.scope,
    state, code_challenge: base64url(digest), code_challenge_method: "S256",
    ...(provider.audience ? { audience: provider.audience, resource: provider.audience } : {}),
  };
  for (const [name, value] of Object.entries(asked)) {
    address.searchParams.set(name, value);
  }

  location.assign(address);
}

/** A provider that does not answer. @param {unknown} failure @returns {null} */
export function offline(failure) {
  if (failure instanceof TypeError || failure instanceof SyntaxError) {
    return null;
  }

  throw failure;
}

/**
 * Ends what {@link leaveForProvider} began, when the address is the one to which the provider sent the browser back.
 * @param {URLSearchParams} query
 * @returns {Promise<string | null>} where to go now; null: the provider did not sign anybody in
 */
export async function comeBack(query) {
  const kept = sessionStorage.getItem(FLOW);
  sessionStorage.removeItem(FLOW);
  const flow = kept === null ? null : JSON.parse(kept);
  const { provider, roleClaim } = await ways();
  const code = query.get("code");
  if (!provider || !flow || code === null || query.get("state") !== flow.state) {
    return null;
  }

  const { token_endpoint } = await discover(provider);
  const answer = await fetch(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code", code, redirect_uri: returnAddress(), client_id: provider.clientId, code_verifier: flow.verifier,
      ...(provider.audience ? { resource: provider.audience } : {}),
    }),
  });
  const said = answer.ok ? await answer.json() : {};
  if (typeof said.access_token !== "string") {
    return null;
  }

  keep(said.access_token, roleClaim);
  return flow.back;
}

/** Forgets who is signed in. */
export function signOut() {
  sessionStorage.removeItem(TOKEN);
  tell();
}

/** The shop does not take this token any more. @param {string} refused */
export function signedOut(refused) {
  if (token() === refused) {
    signOut();
  }
}

/** @param {string} next @param {string} roleClaim */
function keep(next, roleClaim) {
  sessionStorage.setItem(ROLE_CLAIM, roleClaim);
  sessionStorage.setItem(TOKEN, next);
  tell();
}

function tell() {
  for (const listen of listeners) {
    listen();
  }
}

/** @param {string | null} jwt @returns {Record<string, unknown>} its claims, for the page to show; only the shop checks them */
function read(jwt) {
  const part = jwt?.split(".")[1];
  if (!part) {
    return {};
  }

  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch (failure) {
    if (failure instanceof SyntaxError || failure instanceof DOMException) {
      // A token that the page cannot read: whose it is, the shop alone knows.
      return {};
    }

    throw failure;
  }
}

/** @param {Provider} provider @returns {Promise<{authorization_endpoint: string, token_endpoint: string}>} */
async function discover(provider) {
  return (await fetch(`${provider.authority}/.well-known/openid-configuration`)).json();
}

const returnAddress = () => new URL("/sign-in", location.origin).href;

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** @param {Uint8Array} bytes */
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
