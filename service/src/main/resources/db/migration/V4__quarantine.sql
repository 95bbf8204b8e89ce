-- Nothing here is lost: the log has it all. A row of kind duplicate-key means that somebody wrote to issuance by hand, or a
-- defect; it counts as issued.
CREATE TABLE IF NOT EXISTS quarantine (
  log_partition  INT           NOT NULL,
  log_offset     BIGINT        NOT NULL,
  kind           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'garbage, or duplicate-key',
  reason         VARCHAR(1000) NOT NULL,
  record_type    VARCHAR(255)  NULL COMMENT 'the record''s ce_type header',
  record_key     MEDIUMBLOB    NULL COMMENT 'at most the first 64 KiB',
  record_value   MEDIUMBLOB    NULL COMMENT 'at most the first 64 KiB',
  value_bytes    INT           NOT NULL COMMENT 'length of the whole value',
  coupon_id      BIGINT        NULL COMMENT 'duplicate-key: the issuance that could not be written',
  serial         INT           NULL,
  user_id        BIGINT        NULL,
  claim_id       VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  issued_at_ms   BIGINT        NULL COMMENT 'milliseconds since the epoch',
  quarantined_at_ms BIGINT     NOT NULL COMMENT 'milliseconds since the epoch',
  PRIMARY KEY (log_partition, log_offset),
  KEY quarantine_holder (user_id, coupon_id)
) ENGINE = InnoDB
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Records that no reader can use, and issuances that a unique key refused';
