package dev.sluice.contract;

/**
 * What is wrong with one field of a request.
 *
 * @param field its name in the JSON, with an index where it is an array: {@code seats[2]}
 * @param detail a sentence for the client
 */
public record FieldProblem(String field, String detail) {}
