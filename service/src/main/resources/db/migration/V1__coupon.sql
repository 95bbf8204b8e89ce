-- One statement a file, and each may run twice: DDL does not roll back, so a server that dies on the way must be able to
-- simply run the file again.
CREATE TABLE IF NOT EXISTS coupon (
  coupon_id    BIGINT       NOT NULL COMMENT 'chosen by the operator; it alone chooses the partition of the log',
  name         VARCHAR(200) NOT NULL,
  quantity     INT          NOT NULL COMMENT 'units in all, after restocks',
  opens_at_ms  BIGINT       NOT NULL COMMENT 'milliseconds since the epoch; 0 is at once',
  closes_at_ms BIGINT       NULL     COMMENT 'milliseconds since the epoch; NULL is never',
  closed       BOOLEAN      NOT NULL COMMENT 'closed for good by an operator',
  issued       INT          NOT NULL COMMENT 'units granted, which is the last serial; without cancellations also the units held',
  displaced    INT          NOT NULL DEFAULT 0 COMMENT 'granted units in quarantine because their row was refused: issued = rows of issuance + displaced',
  PRIMARY KEY (coupon_id),
  CONSTRAINT coupon_within_quantity CHECK (issued <= quantity)
) ENGINE = InnoDB
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Definitions and counters of coupons, as far as log_position says. Written by the recorder only';
