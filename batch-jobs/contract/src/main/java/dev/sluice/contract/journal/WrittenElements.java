package dev.sluice.contract.journal;

import java.util.Arrays;
import java.util.List;

/**
 * The elements of a slice and the JSON array that they are written as, with the place of each in
 * it: who needs the text of one cuts it out, which costs a tenth of writing it again.
 *
 * @param elements in order of their numbers. Not to be changed
 * @param json the array, UTF-8. Not to be changed
 * @param ends for each element, the index behind it in the array. Not to be changed
 */
public record WrittenElements(List<JournalElement> elements, byte[] json, int[] ends) {

  /** Writes elements. */
  public static WrittenElements write(List<JournalElement> elements) {
    int[] ends = new int[elements.size()];
    try (var writer = new JournalWriter(elements.size())) {
      for (int i = 0; i < ends.length; i++) {
        writer.add(elements.get(i));
        ends[i] = writer.length();
      }
      return new WrittenElements(elements, writer.finish(), ends);
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if this is no array of elements
   */
  public static WrittenElements read(byte[] json) {
    return JournalReader.readWritten(json);
  }

  /** The text of one element. */
  public byte[] textOf(int index) {
    // Between two elements stands a comma, before the first the bracket.
    int from = index == 0 ? 1 : ends[index - 1] + 1;
    return Arrays.copyOfRange(json, from, ends[index]);
  }
}
