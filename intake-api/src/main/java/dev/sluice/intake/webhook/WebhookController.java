package dev.sluice.intake.webhook;

import dev.sluice.intake.body.Bodies;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes notices of payment providers in. */
@RestController
final class WebhookController implements WebhookApi {

  /** The one provider that sends any. */
  static final String TOSS = "toss";

  /** A payment with all its parts has some 3 KB. */
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /** Bodies that are read at once: anybody may send them, and each may come slowly. */
  private static final int CALLS_MAX = 64;

  private final NoticedPayments payments;
  private final Bodies bodies;
  private final Semaphore calls = new Semaphore(CALLS_MAX);

  WebhookController(NoticedPayments payments, Bodies bodies) {
    this.payments = payments;
    this.bodies = bodies;
  }

  @Override
  @PostMapping(
      path = "/v1/payments/{provider}/webhook",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Void> notice(@PathVariable String provider, HttpServletRequest request)
      throws IOException {
    if (!provider.equals(TOSS)) {
      throw Problem.of(HttpProblem.NOT_FOUND, "There is no such provider that sends notices.");
    }
    String paymentKey = PaymentNotice.readPaymentKey(read(request));
    if (paymentKey != null) {
      payments.add(paymentKey);
    }
    return ResponseEntity.ok().build();
  }

  private byte[] read(HttpServletRequest request) throws IOException {
    if (!calls.tryAcquire()) {
      throw Problem.of(HttpProblem.NOT_NOW, "Too many notices are under way; send it again.")
          .retryAfter(Duration.ofSeconds(1));
    }
    try {
      return bodies.read(request, BODY_BYTES_MAX);
    } finally {
      calls.release();
    }
  }
}
