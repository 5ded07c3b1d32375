-- What the dashboard adds to the tables of Spring Batch 6, for MySQL 8.0 and MariaDB 10.6 or later: once, by the owner of the schema.

-- Executions are listed by time, all of them or those of one status; the primary key is the end of every index.
CREATE INDEX BATCH_JOB_EXECUTION_BY_STATUS ON BATCH_JOB_EXECUTION (STATUS, CREATE_TIME);
CREATE INDEX BATCH_JOB_EXECUTION_BY_TIME ON BATCH_JOB_EXECUTION (CREATE_TIME);
-- The names of all jobs; Batch itself asks for the newest instance of one.
CREATE INDEX BATCH_JOB_INSTANCE_BY_JOB ON BATCH_JOB_INSTANCE (JOB_NAME, JOB_INSTANCE_ID);
-- Executions with a parameter. A whole value is too long for an index.
CREATE INDEX BATCH_JOB_EXECUTION_BY_PARAM ON BATCH_JOB_EXECUTION_PARAMS (PARAMETER_NAME, PARAMETER_VALUE(64), JOB_EXECUTION_ID);

-- How often each job ran in each hour, and how long: instead of COUNT(*), and to know in which hours a rare job is found.
CREATE TABLE dashboard_tally (
  job_name     VARCHAR(100) NOT NULL,
  hour         DATETIME NOT NULL COMMENT 'of CREATE_TIME, as it is stored',
  status       VARCHAR(10) NOT NULL,
  executions   INT NOT NULL,
  ended        INT NOT NULL COMMENT 'of them, those with a start and an end',
  millis_sum   BIGINT NOT NULL COMMENT 'how long the ended ones took together',
  millis_max   BIGINT NOT NULL,
  PRIMARY KEY (job_name, hour, status),
  KEY dashboard_tally_by_hour (hour)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The one row says which hours the tally has: from counted_from to recent_from, and whatever was there behind it at the last look.
CREATE TABLE dashboard_tally_reach (
  id           INT NOT NULL PRIMARY KEY,
  counted_from DATETIME NULL COMMENT 'null: nothing yet',
  recent_from  DATETIME NULL COMMENT 'executions since then may still be written; they are counted again each time',
  complete     BOOLEAN NOT NULL COMMENT 'nothing is older than counted_from',
  looked_at    DATETIME(6) NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO dashboard_tally_reach (id, complete) VALUES (1, FALSE);

-- What people did, wanted to do and were refused: written before it is done, and completed after it.
CREATE TABLE dashboard_action (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at           DATETIME(6) NOT NULL,
  who          VARCHAR(200) NOT NULL,
  action       VARCHAR(20) NOT NULL,
  target       VARCHAR(400) NOT NULL COMMENT 'the job or the trigger',
  execution_id BIGINT NULL,
  outcome      VARCHAR(20) NOT NULL,
  before_state VARCHAR(2000) NULL,
  after_state  VARCHAR(2000) NULL,
  why          VARCHAR(500) NOT NULL,
  detail       VARCHAR(2000) NULL COMMENT 'why it was refused, or how it failed',
  KEY dashboard_action_of_target (target, id),
  KEY dashboard_action_of_execution (execution_id, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
