package dev.sluice.intake.body;

/** A body in memory, counted as held until it is closed. */
public final class HeldBody implements AutoCloseable {

  private final HeldBytes held;
  private final String caller;
  private byte[] bytes = {};
  private long taken;

  HeldBody(HeldBytes held, String caller) {
    this.held = held;
    this.caller = caller;
  }

  /** The body, whole. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    held.giveBack(caller, taken);
    taken = 0;
  }

  /** Counts what the body grows by before it does. */
  void grow(long by) {
    held.take(caller, by);
    taken += by;
  }

  HeldBody filledWith(byte[] whole) {
    bytes = whole;
    return this;
  }
}
