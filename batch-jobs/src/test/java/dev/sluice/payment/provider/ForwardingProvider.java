package dev.sluice.payment.provider;

/** Asks another provider: for tests that change some of what it says. */
public abstract class ForwardingProvider implements PaymentProvider {

  private final PaymentProvider provider;

  protected ForwardingProvider(PaymentProvider provider) {
    this.provider = provider;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public boolean accepts(String currency) {
    return provider.accepts(currency);
  }

  @Override
  public Answer confirm(Confirmation confirmation) {
    return provider.confirm(confirmation);
  }

  @Override
  public Answer query(Confirmation confirmation) {
    return provider.query(confirmation);
  }

  @Override
  public RefundAnswer refund(RefundOrder order) {
    return provider.refund(order);
  }

  @Override
  public RefundAnswer query(RefundOrder order) {
    return provider.query(order);
  }
}
