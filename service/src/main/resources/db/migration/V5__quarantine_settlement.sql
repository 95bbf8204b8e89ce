-- A table of its own, not columns of quarantine: CREATE TABLE IF NOT EXISTS may run twice everywhere, ADD COLUMN may not.
CREATE TABLE IF NOT EXISTS quarantine_settlement (
  log_partition INT           NOT NULL,
  log_offset    BIGINT        NOT NULL,
  settled_at_ms BIGINT        NOT NULL COMMENT 'milliseconds since the epoch',
  action        VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'acknowledged, or row-written',
  removed       VARCHAR(2000) NOT NULL COMMENT 'the rows of issuance that stood in the way and were deleted; empty for none',
  note          VARCHAR(1000) NOT NULL COMMENT 'what the operator wrote',
  PRIMARY KEY (log_partition, log_offset)
) ENGINE = InnoDB
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Entries of quarantine that an operator has settled. Written by the settling command only'
