package dev.sluice.shard;

/** Another holder has raised the fence: this one may not commit and must let go. */
public final class LeaseLostException extends RuntimeException {

  public LeaseLostException(int shard, long held, long found) {
    super("Lease " + held + " of shard " + shard + " is lost: the fence is at " + found);
  }
}
