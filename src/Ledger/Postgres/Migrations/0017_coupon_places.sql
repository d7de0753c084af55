-- Give up soon when somebody reads the table for long, see 0004.
SET LOCAL lock_timeout = '2s';
LOCK TABLE coupons IN ACCESS EXCLUSIVE MODE;

-- The how many-th of its campaign a coupon is: campaigns.issued right after it. The row of the campaign is locked by each commit that issues, so
-- that no place is taken twice. Null: the coupon is older than this column, or was written by a program of the version before. To number those
-- that are there would write the whole table anew.
ALTER TABLE coupons ADD COLUMN place bigint;
