-- The dashboard's audit: the module brings the same for other applications, as dev/sluice/dashboard/schema-mysql.sql.
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
