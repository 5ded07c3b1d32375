package dev.sluice.contract;

/**
 * What Redis remembers of a request id for its retention: four words separated by spaces.
 *
 * @param entry where it stands in the stream
 * @param digest of its payload, to tell a repeat from a reuse
 * @param customer who may read its outcome
 * @param place entries that were waiting when it was appended, itself included; at least 1
 */
public record RememberedRequest(EntryId entry, Digest digest, String customer, long place) {

  /**
   * Reads the four words.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static RememberedRequest parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 4) {
      throw new IllegalArgumentException("Not a remembered request: " + ErrorText.of(text));
    }
    return new RememberedRequest(
        EntryId.parse(words[0]), Digest.parse(words[1]), words[2], Long.parseLong(words[3]));
  }

  /** The four words. */
  @Override
  public String toString() {
    return entry + " " + digest + " " + customer + " " + place;
  }
}
