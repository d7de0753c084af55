-- The how many-th of its campaign a coupon is: campaigns.issued right after it. Null: the coupon is older than this column.
ALTER TABLE coupons ADD COLUMN place INTEGER;
