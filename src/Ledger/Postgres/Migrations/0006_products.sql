-- Give up soon when somebody reads a table for long, see 0004. In the order in which commits lock rows; orders are changed by 0008, in
-- the same transaction: a commit that has its order and waits for its variant would otherwise wait for us, and we for it.
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders, products, variants, sales_hourly IN ACCESS EXCLUSIVE MODE;

ALTER TABLE products ADD COLUMN type text;
ALTER TABLE products ADD COLUMN tags json NOT NULL DEFAULT '[]';
ALTER TABLE products ADD COLUMN images json NOT NULL DEFAULT '[]';
ALTER TABLE products ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'draft', 'archived'));

-- "is_sold" still says all that a sale needs to know. "withheld" is set while a product that is not active has the variant;
-- "owners" counts how many times the sku came to a product.
ALTER TABLE variants ADD COLUMN compare_at_price bigint;
ALTER TABLE variants ADD COLUMN image_url text;
ALTER TABLE variants ADD COLUMN withheld text CHECK (withheld IN ('draft', 'archived'));
ALTER TABLE variants ADD COLUMN owners bigint NOT NULL DEFAULT 1;

-- All that a product ever sold. The units are not in it, so a sale in an hour that has a row writes nothing here.
CREATE INDEX sales_hourly_product ON sales_hourly (product_id);
