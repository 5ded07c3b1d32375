package dev.sluice.drain;

/** Another holder has raised the fence: this one may not commit and must let go. */
final class LeaseLostException extends RuntimeException {

  LeaseLostException(int shard, long held, long found) {
    super("Lease " + held + " of shard " + shard + " is lost: the fence is at " + found);
  }
}
