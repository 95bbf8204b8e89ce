-- No row of the other tables changes without this one in the same transaction.
CREATE TABLE IF NOT EXISTS log_position (
  log_partition INT         NOT NULL,
  topic_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'which log the rows come from: Kafka''s id of the topic',
  next_offset   BIGINT      NOT NULL COMMENT 'first offset that is not in these tables yet',
  log_time_ms   BIGINT      NOT NULL COMMENT 'highest append time before it, milliseconds since the epoch',
  PRIMARY KEY (log_partition)
) ENGINE = InnoDB
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'How far each partition of the log is in this database. Advanced by compare-and-set';
