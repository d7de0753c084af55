/** What can be bought and how: the cart, one product at once, or an order that was placed before. */
import { call } from "./api.js";
import { readCart } from "./cart.js";

/** How many of the newest orders are looked through. */
const NEWEST = 100;

/**
 * @typedef {import("./contract").components["schemas"]} Schemas
 * @typedef {{name: string, options: Record<string, string>, quantity: number, price: number}} Line
 * @typedef {{lines: Line[], total: number}} Bought
 * @typedef {{name: string, path: string, body: (payment: Schemas["PaymentRequest"]) => unknown, read: () => Promise<Bought | null>,
 *   find: (open: import("./once.js").Open) => Promise<string | null>}} Purchase `find` gives the id of the order that such a call has paid; null: there is none
 */

/** @param {import("./router.js").Place} place @returns {Purchase} */
export const purchaseOf = ({ params, query }) => params["id"] !== undefined ? ofOrder(params["id"]) : query.has("sku") ? ofProduct(query) : ofCart();

/** @returns {Purchase} */
const ofCart = () => ({
  name: "buy:cart",
  path: "/v1/orders",
  body: (payment) => ({ fromCart: true, payment }),
  read: async () => {
    const cart = await readCart();
    return cart.ok ? { lines: cart.data.items.filter((item) => item.sold), total: cart.data.total } : fail();
  },
  find: (open) => paidSince(open, () => true),
});

/** @param {URLSearchParams} query @returns {Purchase} */
function ofProduct(query) {
  const [sku, quantity] = [query.get("sku") ?? "", Math.min(99, Math.max(1, Number.parseInt(query.get("quantity") ?? "1", 10) || 1))];
  return {
    name: `buy:${sku}`,
    path: "/v1/orders",
    body: (payment) => ({ items: [{ sku, quantity }], payment }),
    read: async () => {
      /** @type {import("./api.js").Result<Schemas["ProductView"]>} */
      const product = await call(`/v1/products/${encodeURIComponent(query.get("product") ?? "")}`);
      if (!product.ok) {
        return product.status === 404 ? null : fail();
      }

      const variant = product.data.variants.find((it) => it.sku === sku);
      return variant ? { lines: [{ name: product.data.name, options: variant.options, quantity, price: variant.price }], total: variant.price * quantity } : null;
    },
    find: (open) => paidSince(open, (order) => order.items.every((item) => item.sku === sku)),
  };
}

/** @param {string} id @returns {Purchase} */
function ofOrder(id) {
  const address = `/v1/orders/${encodeURIComponent(id)}`;
  const order = async () => {
    /** @type {import("./api.js").Result<Schemas["OrderView"]>} */
    const answer = await call(address);
    return answer.ok ? answer.data : answer.status === 404 ? null : fail();
  };
  return {
    name: `pay:${id}`,
    path: `${address}/payment`,
    body: (payment) => payment,
    read: async () => {
      const found = await order();
      return found?.status === "awaiting_payment" ? { lines: found.items, total: found.total } : null;
    },
    find: async () => (await order())?.paidAt === undefined ? null : id,
  };
}

/**
 * The newest order that was paid with this amount after the call was begun.
 * @param {import("./once.js").Open} open
 * @param {(order: Schemas["OrderView"]) => boolean} isSuch
 */
async function paidSince(open, isSuch) {
  /** @type {import("./api.js").Result<Schemas["PagedListOfOrderView"]>} */
  const orders = await call(`/v1/orders?limit=${NEWEST}`);
  if (!orders.ok) {
    fail();
  }

  // The instant is known to a second or two, as well as a page can know the shop's clock.
  const since = Date.parse(open.at) - 2000;
  return orders.data.items.find((order) => order.paidAt !== undefined && order.paid === open.amount && Date.parse(order.paidAt) >= since && isSuch(order))?.id ?? null;
}

/** @returns {never} */
function fail() {
  throw new TypeError("What is bought cannot be read.");
}
