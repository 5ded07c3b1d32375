package dev.sluice.allocation;

import dev.sluice.contract.Limits;
import dev.sluice.contract.outcome.Transition;
import java.util.List;

/**
 * What a slice may still let happen of itself: as many dues and served waiters, and as many bytes
 * of them in the journal. A hold's end with those whom it serves is one unit, so the last unit may
 * take more than is left.
 */
final class DueRoom {

  /** Of JSON, of a transition without the texts of any length. */
  private static final int BYTES = 160;

  private static final int BYTES_OF_A_HOLD = 100;
  private static final int BYTES_OF_A_CHARACTER_MAX = 6;

  private int left = Limits.SLICE_DUES_MAX;
  private int bytesLeft = Limits.SLICE_DUES_BYTES_MAX;

  boolean isLeft() {
    return left > 0 && bytesLeft > 0;
  }

  void take(Transition transition) {
    left--;
    bytesLeft -= bytes(transition);
  }

  /** What it takes in the journal, at most. */
  static int bytes(Transition transition) {
    return switch (transition) {
      case Transition.HoldExpired expired -> BYTES + bytes(expired.seats());
      case Transition.WaiterServed served -> BYTES + BYTES_OF_A_HOLD + bytes(served.seats());
      case Transition.WaitEnded _ -> BYTES;
      case Transition.PutAside aside -> BYTES + BYTES_OF_A_CHARACTER_MAX * aside.error().length();
      case Transition.SessionAdmitted _ ->
          throw new IllegalArgumentException("A session is admitted by a request, not by time");
    };
  }

  private static int bytes(List<String> labels) {
    int bytes = 0;
    for (int i = 0; i < labels.size(); i++) {
      bytes += labels.get(i).length() + 3;
    }
    return bytes;
  }
}
