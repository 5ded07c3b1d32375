-- Who is logged in at the dashboard: any scheduler serves anybody. The tables are Spring Session's (4.0.4, schema-mysql.sql), named as it
-- expects them; what has expired is deleted by every scheduler once a minute.
CREATE TABLE SPRING_SESSION (
  PRIMARY_ID            CHAR(36)     NOT NULL,
  SESSION_ID            CHAR(36)     NOT NULL COMMENT 'what the cookie has; another one after the login',
  CREATION_TIME         BIGINT       NOT NULL COMMENT 'milliseconds since 1970, as all times here',
  LAST_ACCESS_TIME      BIGINT       NOT NULL,
  MAX_INACTIVE_INTERVAL INT          NOT NULL COMMENT 'seconds',
  EXPIRY_TIME           BIGINT       NOT NULL,
  PRINCIPAL_NAME        VARCHAR(255) NULL COMMENT 'wider than Spring Session makes it: a subject has up to 255 characters',
  PRIMARY KEY (PRIMARY_ID),
  CONSTRAINT session_id_is_given_once UNIQUE (SESSION_ID),
  -- For those that have expired.
  KEY login_session_by_expiry (EXPIRY_TIME),
  KEY login_session_by_name (PRINCIPAL_NAME)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE SPRING_SESSION_ATTRIBUTES (
  SESSION_PRIMARY_ID CHAR(36)     NOT NULL,
  ATTRIBUTE_NAME     VARCHAR(200) NOT NULL,
  ATTRIBUTE_BYTES    BLOB         NOT NULL,
  PRIMARY KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME),
  CONSTRAINT attribute_is_of_a_session FOREIGN KEY (SESSION_PRIMARY_ID) REFERENCES SPRING_SESSION (PRIMARY_ID) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
