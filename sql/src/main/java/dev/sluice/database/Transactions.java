package dev.sluice.database;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions as jobs have them. */
public final class Transactions {

  private Transactions() {}

  /** READ COMMITTED: what is read to be inserted or changed elsewhere is not locked. */
  public static TransactionTemplate readCommitted(PlatformTransactionManager transactions) {
    var each = new TransactionTemplate(transactions);
    each.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return each;
  }
}
