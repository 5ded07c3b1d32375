package dev.sluice.contract;

/**
 * Every limit of a request and of a slice. The intake checks them to answer clearly, the drain
 * again because a stream can be written by anyone.
 */
public final class Limits {

  /** Seats that one request may name or ask for. */
  public static final int SEATS_PER_REQUEST_MAX = 8;

  /** Grades in one request's ladder of preference. */
  public static final int GRADES_PER_REQUEST_MAX = 8;

  /** Bytes of one request's body, and of one line of a bulk call. */
  public static final int PAYLOAD_BYTES_MAX = 16 * 1024;

  /** Lines of one bulk call. */
  public static final int BULK_LINES_MAX = 10_000;

  /** Bytes of one bulk call's body. */
  public static final int BULK_BYTES_MAX = 16 * 1024 * 1024;

  /** Problems told of one request: a body of small mistakes must not become a huge answer. */
  public static final int FIELD_PROBLEMS_MAX = 32;

  /** Nesting of JSON that is read anywhere. */
  public static final int JSON_DEPTH_MAX = 16;

  /** Characters of a label: of a seat, a grade or a section. */
  public static final int LABEL_LENGTH_MAX = 32;

  /** UTF-16 units of a client's own reference. */
  public static final int REFERENCE_LENGTH_MAX = 200;

  /** Characters of a customer's name: the subject of its token. */
  public static final int CUSTOMER_LENGTH_MAX = 64;

  /** Characters of a dead letter's error, as wide as its column. */
  public static final int ERROR_LENGTH_MAX = 1_000;

  /** Entries of a slice, unless configured lower. */
  public static final int SLICE_ENTRIES_DEFAULT = 4_096;

  /** Entries of a slice, whatever is configured. */
  public static final int SLICE_ENTRIES_MAX = 8_192;

  /** Payload bytes of a slice: it ends before the entry that would exceed them. */
  public static final int SLICE_BYTES_MAX = 4 * 1024 * 1024;

  /**
   * What a slice lets end because its time is over, and waiters that it serves, together; what is
   * due beyond it waits for a later slice.
   */
  public static final int SLICE_DUES_MAX = 8_192;

  /** Bytes of that in the journal, together. */
  public static final int SLICE_DUES_BYTES_MAX = 4 * 1024 * 1024;

  /** Bytes of a slice's elements in the journal: far below what a packet of the database holds. */
  public static final int SLICE_JSON_BYTES_MAX = 12 * 1024 * 1024;

  /** Bytes that the database must take in one packet: a slice's largest statement fits. */
  public static final int PACKET_BYTES_MIN = 16 * 1024 * 1024;

  /** Characters of a provider's payment key. */
  public static final int PAYMENT_KEY_LENGTH_MAX = 200;

  /** Payments that a reservation may be tried with, the one that succeeds among them. */
  public static final int PAYMENTS_PER_RESERVATION_MAX = 10;

  /** Requests that wait for seats of one session. */
  public static final int WAITERS_PER_SESSION_MAX = 10_000;

  /** Requests of one customer that wait for seats of one session. */
  public static final int WAITERS_PER_CUSTOMER_MAX = 4;

  private Limits() {}
}
