package dev.sluice.scheduler.payments;

import dev.sluice.dashboard.web.Page;

/**
 * Something was done.
 *
 * @param done what, in the words of the audit
 * @param address where it is seen
 */
public record DoneView(String done, String address) implements Page {

  @Override
  public String template() {
    return "sluice/payments";
  }

  @Override
  public String redirect() {
    return address;
  }
}
