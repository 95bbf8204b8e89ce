-- The primary key is in the order of issue, so rows of a coupon are appended; the unique key is what "never twice" means.
CREATE TABLE IF NOT EXISTS issuance (
  coupon_id    BIGINT      NOT NULL,
  serial       INT         NOT NULL COMMENT '1 for the first unit of the coupon, without a hole',
  user_id      BIGINT      NOT NULL,
  claim_id     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the request that got the unit',
  issued_at_ms BIGINT      NOT NULL COMMENT 'append time of the granting record, milliseconds since the epoch: FROM_UNIXTIME(issued_at_ms / 1000)',
  PRIMARY KEY (coupon_id, serial),
  UNIQUE KEY issuance_once_per_user (user_id, coupon_id)
) ENGINE = InnoDB
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'One row a unit in a user''s hands. Written by the recorder only';
