package dev.sluice.payment.toss;

import dev.sluice.payment.provider.RefundAnswer;
import dev.sluice.payment.provider.RefundOrder;
import java.util.HashMap;
import java.util.Map;

/** Giving money back: what Toss' answers to a cancellation mean. Thread-safe. */
final class TossRefunds {

  private final TossClient client;

  TossRefunds(TossClient client) {
    this.client = client;
  }

  RefundAnswer refund(RefundOrder order) {
    TossReply reply =
        client.post(
            "/v1/payments/{paymentKey}/cancel",
            order.refundKey(),
            body(order),
            order.paymentKey().value());
    return switch (reply) {
      case TossReply.Told told when isDone(order, told.payment()) ->
          new RefundAnswer.Refunded(order.balanceAfter());
      case TossReply.Told told ->
          new RefundAnswer.Unknown(
              "Done, but the balance is " + told.payment().payment().balance());
      case TossReply.Refusal refusal -> judge(order, refusal);
      case TossReply.Silent silent -> new RefundAnswer.Unknown(silent.why());
    };
  }

  RefundAnswer query(RefundOrder order) {
    return switch (client.look(order.paymentKey())) {
      case TossReply.Told told when told.payment().payment().key().equals(order.paymentKey()) ->
          order.answerTo(told.payment().payment().balance());
      case TossReply.Told _ -> new RefundAnswer.Unknown("What was told is about another payment");
      case TossReply.Refusal refusal -> new RefundAnswer.Unknown(refusal.toString());
      case TossReply.Silent silent -> new RefundAnswer.Unknown(silent.why());
    };
  }

  /** The balance expected goes with it: Toss gives nothing back if it is another one. */
  private static Map<String, ?> body(RefundOrder order) {
    var body = new HashMap<String, Object>();
    body.put("cancelReason", order.reason());
    body.put("cancelAmount", order.amount().toDecimal());
    body.put("refundableAmount", order.balance().toDecimal());
    if (!order.amount().currency().equals("KRW")) {
      body.put("currency", order.amount().currency());
    }
    return body;
  }

  private static boolean isDone(RefundOrder order, TossPayment told) {
    return told.payment().key().equals(order.paymentKey())
        && told.payment().balance().equals(order.balanceAfter());
  }

  private RefundAnswer judge(RefundOrder order, TossReply.Refusal refusal) {
    if (!refusal.isFinal()) {
      return new RefundAnswer.Unknown(refusal.toString());
    }
    String code = refusal.code();
    if (TossCodes.REFUND_TEMPORARY.contains(code)) {
      return new RefundAnswer.Temporary(code, refusal.message());
    }
    if (TossCodes.REFUND_OTHER_BALANCE.contains(code)) {
      return refusedUnlessDone(order, refusal);
    }
    return TossCodes.REFUND_REFUSED.contains(code)
        ? new RefundAnswer.Refused(code, refusal.message())
        : new RefundAnswer.Unknown(refusal.toString());
  }

  /** An order whose answer was lost is done although its next key is refused. */
  private RefundAnswer refusedUnlessDone(RefundOrder order, TossReply.Refusal refusal) {
    return switch (client.look(order.paymentKey())) {
      case TossReply.Told told when isDone(order, told.payment()) ->
          new RefundAnswer.Refunded(order.balanceAfter());
      case TossReply.Told told ->
          new RefundAnswer.Refused(
              refusal.code(),
              "The balance is %s, %s was expected"
                  .formatted(told.payment().payment().balance(), order.balance()));
      case TossReply.Refusal look -> new RefundAnswer.Unknown(refusal + ", then " + look);
      case TossReply.Silent silent -> new RefundAnswer.Unknown(refusal + ", then " + silent.why());
    };
  }
}
