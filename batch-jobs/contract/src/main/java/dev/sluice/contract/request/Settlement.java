package dev.sluice.contract.request;

/** What became of a payment at its provider. The names stand in entries and are never changed. */
public enum Settlement {
  /** The provider has the money. */
  CAPTURED,
  /** The provider's final answer is no: nothing was taken. */
  DECLINED
}
