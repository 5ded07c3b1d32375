package dev.sluice.intake.result;

import dev.sluice.contract.outcome.Outcome;
import dev.sluice.intake.outcome.Estimate;

/** Outcomes as sentences for a person. */
final class Sentences {

  private Sentences() {}

  static String of(Estimate.Why why) {
    return switch (why) {
      case SHARD_PAUSED -> "This queue has stopped for now. Your place in it is kept.";
      case OUTCOMES_NOT_HEARD -> "What is decided cannot be heard for now. Your place is kept.";
      case NOTHING_DECIDED -> "Nothing was decided lately, so it is not known how long it takes.";
    };
  }

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held ->
          held.seats().size() == 1
              ? "A seat is held for you until it is paid or the hold ends."
              : held.seats().size()
                  + " seats are held for you until they are paid or the hold ends.";
      case Outcome.Waitlisted _ -> "You are on the waiting list for seats that are freed.";
      case Outcome.Left _ -> "You wait no longer.";
      case Outcome.Cancelled cancelled ->
          cancelled.amount() == 0 ? "The reservation is given back." : "The seats are given back.";
      case Outcome.Rejected rejected -> of(rejected);
      case Outcome.DeadLettered dead ->
          "The request could not be decided; the operators know of it.";
      case Outcome.Duplicate duplicate -> "The request was decided before.";
      case Outcome.Paying _ -> "The payment is under way.";
      case Outcome.Confirmed _, Outcome.Captured _ -> "The reservation is paid.";
      case Outcome.Declined _ -> "The payment was declined.";
      case Outcome.RefundOwed _ -> "The payment could not be used, so the money goes back to you.";
      case Outcome.SettledBefore _ -> "What became of the payment was known before.";
      case Outcome.Pulsed _ -> "What was due in the session has happened.";
    };
  }

  private static String of(Outcome.Rejected rejected) {
    return switch (rejected.reason()) {
      case UNKNOWN -> "The request was rejected.";
      case REQUEST_ID_REUSED -> "The id was used before for another request.";
      case UNKNOWN_SESSION -> "There is no such session.";
      case SALES_NOT_OPEN -> "The sale has not begun.";
      case SALES_CLOSED -> "The sale is over.";
      case UNKNOWN_SEAT -> "A seat does not exist or is not on sale" + named(rejected);
      case UNKNOWN_GRADE -> "The session has no such grade.";
      case SEAT_NAMED_TWICE -> "A seat is named more than once" + named(rejected);
      case CUSTOMER_LIMIT_EXCEEDED -> "You would have more seats than one customer may have here.";
      // By whom is not said: it may be by this customer.
      case SEAT_TAKEN -> "Seats are taken already" + named(rejected);
      case TOO_MANY_WAITS -> "You wait with as many requests as one customer may here.";
      case WAITLIST_FULL -> "The waiting list is full.";
      case SOLD_OUT -> "Everything of these grades is sold.";
      case HELD_FOR_NOW -> "Nothing is free now, but some seats are only held and may come back.";
      case FEWER_LEFT -> "Fewer seats are left than you need: " + rejected.left() + ".";
      case NEVER_ADJACENT -> "No row of these grades has so many seats beside each other.";
      case NOT_ADJACENT -> "Enough seats are free, but not beside each other.";
      case RESERVATION_NOT_FOUND -> "You have no such reservation, or not these seats of it.";
      case STILL_WAITING -> "The reservation still waits for seats.";
      case ALREADY_LEFT -> "The reservation waits no longer and got no seats.";
      case ALREADY_SERVED -> "The reservation does not wait: it got seats.";
      case HOLD_EXPIRED -> "The hold ended before.";
      case PAYMENT_PENDING -> "A payment of the reservation is under way.";
      case ALREADY_PAID -> "The reservation is paid already.";
      case ALREADY_CANCELLED -> "The reservation was given back already.";
      case AMOUNT_MISMATCH -> "The amount paid is not the amount due.";
      case TOO_MANY_PAYMENTS -> "The reservation was tried with too many payments.";
      case PAYMENT_DECLINED -> "The payment was declined.";
      case COUPON_EXHAUSTED -> "All coupons are claimed.";
      case COUPON_ALREADY_CLAIMED -> "You have claimed this coupon before.";
    };
  }

  private static String named(Outcome.Rejected rejected) {
    return rejected.seats().isEmpty() ? "." : ": " + String.join(", ", rejected.seats()) + ".";
  }
}
