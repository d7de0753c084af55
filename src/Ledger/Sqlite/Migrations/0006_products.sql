ALTER TABLE products ADD COLUMN type TEXT;
ALTER TABLE products ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE products ADD COLUMN images TEXT NOT NULL DEFAULT '[]';
ALTER TABLE products ADD COLUMN status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'draft', 'archived'));

-- "is_sold" still says all that a sale needs to know. "withheld" is set while a product that is not active has the variant;
-- "owners" counts how many times the sku came to a product.
ALTER TABLE variants ADD COLUMN compare_at_price INTEGER;
ALTER TABLE variants ADD COLUMN image_url TEXT;
ALTER TABLE variants ADD COLUMN withheld TEXT CHECK (withheld IN ('draft', 'archived'));
ALTER TABLE variants ADD COLUMN owners INTEGER NOT NULL DEFAULT 1;

-- All that a product ever sold.
CREATE INDEX sales_hourly_product ON sales_hourly (product_id);
