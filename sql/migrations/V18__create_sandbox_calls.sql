-- The payment provider of tests, demos and development: it moves no money, but it remembers like a real one, whatever dies when. It is
-- a stranger to the other tables, as a real provider is: nothing here refers to them. A row is a call that changed something or was
-- refused; the same key again finds it. What was taken and given back for an order are sums over its rows.
CREATE TABLE sandbox_call (
  call_key     VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'idempotency key of the attempt or the refund',
  payment_key  VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  captured_key VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the payment key once more, where this call took the money',
  order_id     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome      VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'CAPTURED, REFUNDED, DECLINED or BUSY',
  currency     CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  captured     BIGINT       NOT NULL COMMENT 'minor units that this call took',
  refunded     BIGINT       NOT NULL COMMENT 'minor units that this call gave back',
  called_at    DATETIME(3)  NOT NULL,
  CONSTRAINT payment_captured_once UNIQUE (captured_key),
  CONSTRAINT captured_key_where_captured CHECK ((captured > 0) = (captured_key IS NOT NULL)),
  -- For what a payment has left.
  KEY sandbox_call_of_a_payment (payment_key),
  -- For checks that compare an order with its reservation.
  KEY sandbox_call_of_an_order (order_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
