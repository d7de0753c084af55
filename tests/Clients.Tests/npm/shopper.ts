import createClient from "openapi-fetch";
import type { components, paths } from "./shop.js";

type Problem = components["schemas"]["ProblemSchema"];

declare const process: { argv: [string, string, string, string, string, string] };

const [, , address, token, sku, campaign] = process.argv;
const shop = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });

function done<T>(answer: { data?: T | undefined; error?: Problem | undefined }): T {
  if (answer.data === undefined) {
    throw new Error(answer.error?.code);
  }

  return answer.data;
}

const charge = done(await shop.POST("/v1/wallet/charges", {
  params: { header: { "Idempotency-Key": "first" } },
  body: { amount: 50_000 },
}));
const coupon = done(await shop.POST("/v1/campaigns/{id}/claim", { params: { path: { id: campaign } } }));
const order = done(await shop.POST("/v1/orders", {
  params: { header: { "Idempotency-Key": "second" } },
  body: { items: [{ sku, quantity: 1 }], payment: { couponId: coupon.id, expectedTotal: 9_000 } },
}));
const again = await shop.POST("/v1/campaigns/{id}/claim", { params: { path: { id: campaign } } });
const products = done(await shop.GET("/v1/products", { params: { query: { limit: 1, sort: "-price" } } }));

console.log(JSON.stringify({
  charged: charge.balance,
  status: order.status,
  balance: order.balance,
  paidAt: new Date(order.paidAt ?? "").getTime() > 0,
  code: again.error?.code,
  couponId: again.error?.couponId === coupon.id,
  products: products.items.length,
}));
