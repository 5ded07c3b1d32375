package dev.sluice.contract.request;

import dev.sluice.contract.ErrorText;

/**
 * What is wrong with one field of a request. Either text may quote the client, so both are cut and
 * stripped of what could not be written in an answer.
 *
 * @param field its name in the JSON, with an index where it is an array: {@code seats[2]}
 * @param detail a sentence for the client
 */
public record FieldProblem(String field, String detail) {

  private static final int FIELD_LENGTH_MAX = 64;
  private static final int DETAIL_LENGTH_MAX = 200;

  /** Replaces control characters and surrogates by question marks. */
  public FieldProblem {
    field = ErrorText.printable(field, FIELD_LENGTH_MAX);
    detail = ErrorText.printable(detail, DETAIL_LENGTH_MAX);
  }
}
