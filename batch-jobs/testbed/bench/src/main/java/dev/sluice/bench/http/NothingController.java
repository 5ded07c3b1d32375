package dev.sluice.bench.http;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The peer of {@code POST …/reservations}: in the intake's own process, behind the same security,
 * sent the same bytes, it answers 202 and does nothing. What it does not do, such as reading the
 * body, is the price of taking a request in.
 */
@RestController
public class NothingController {

  /** Accepts anything. */
  @PostMapping("/v1/sessions/{sessionId}/nothing")
  public ResponseEntity<Void> nothing() {
    return ResponseEntity.accepted().build();
  }
}
