package dev.sluice.payment.toss;

import dev.sluice.payment.provider.Answer;
import dev.sluice.payment.provider.Confirmation;
import java.util.Map;

/** Taking money: what Toss' answers to a confirmation mean. Thread-safe. */
final class TossConfirmations {

  private final TossClient client;

  TossConfirmations(TossClient client) {
    this.client = client;
  }

  Answer confirm(Confirmation asked) {
    TossReply reply =
        client.post(
            "/v1/payments/confirm",
            asked.attemptKey(),
            Map.of(
                "paymentKey",
                asked.paymentKey().value(),
                "orderId",
                asked.orderId(),
                "amount",
                asked.amount().toDecimal()));
    return switch (reply) {
      case TossReply.Told told -> judge(asked, told.payment());
      case TossReply.Refusal refusal -> judge(asked, refusal);
      case TossReply.Silent silent -> new Answer.Unknown(silent.why());
    };
  }

  Answer query(Confirmation asked) {
    return switch (client.look(asked.paymentKey())) {
      case TossReply.Told told -> judge(asked, told.payment());
      case TossReply.Refusal refusal -> new Answer.Unknown(refusal.toString());
      case TossReply.Silent silent -> new Answer.Unknown(silent.why());
    };
  }

  private static Answer judge(Confirmation asked, TossPayment told) {
    if (told.hasMoney()) {
      return asked.answerTo(told.payment());
    }
    return told.isOver() && told.payment().key().equals(asked.paymentKey())
        ? new Answer.Declined(told.status(), told.failure())
        : new Answer.Unknown(told.status());
  }

  private Answer judge(Confirmation asked, TossReply.Refusal refusal) {
    if (!refusal.isFinal()) {
      return new Answer.Unknown(refusal.toString());
    }
    String code = refusal.code();
    if (TossCodes.DECLINED.contains(code)) {
      return new Answer.Declined(code, refusal.message());
    }
    if (TossCodes.TEMPORARY.contains(code)) {
      return new Answer.Temporary(code, refusal.message());
    }
    if (TossCodes.GONE.contains(code)) {
      return declinedUnlessCaptured(asked, refusal);
    }
    return code.equals(TossCodes.CONFIRMED_BEFORE)
        ? query(asked)
        : new Answer.Unknown(refusal.toString());
  }

  /** Who declines what was captured after all has money without a ticket. */
  private Answer declinedUnlessCaptured(Confirmation asked, TossReply.Refusal refusal) {
    return switch (client.look(asked.paymentKey())) {
      case TossReply.Told told when told.payment().hasMoney() -> judge(asked, told.payment());
      case TossReply.Refusal look when !TossCodes.GONE.contains(look.code()) ->
          new Answer.Unknown(refusal + ", then " + look);
      case TossReply.Silent silent -> new Answer.Unknown(refusal + ", then " + silent.why());
      case TossReply.Told _, TossReply.Refusal _ ->
          new Answer.Declined(refusal.code(), refusal.message());
    };
  }
}
