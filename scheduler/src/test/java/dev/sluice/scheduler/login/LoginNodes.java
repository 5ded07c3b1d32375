package dev.sluice.scheduler.login;

import dev.sluice.scheduler.RunningScheduler;
import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes: one as on one's own machine, with an account, and one as elsewhere, with an identity
 * provider.
 */
final class LoginNodes implements AutoCloseable {

  /** Of the account {@code admin}. */
  static final String PASSWORD = "correct-horse-battery";

  private final IdentityProvider house = new IdentityProvider();
  private final RunningScheduler own;
  private final RunningScheduler elsewhere;

  LoginNodes() {
    own =
        new RunningScheduler(
            List.of(
                "--sluice.login.local.name=admin", "--sluice.login.local.password=" + PASSWORD));
    var settings = new ArrayList<>(house.settings());
    settings.add("--sluice.login.roles.claim=house.roles");
    settings.add("--sluice.login.roles.operator=stage-manager,operator");
    elsewhere = new RunningScheduler(settings);
  }

  /** Who knows people of the second node. */
  IdentityProvider house() {
    return house;
  }

  /** With an account. */
  RunningScheduler own() {
    return own;
  }

  /** With an identity provider. */
  RunningScheduler elsewhere() {
    return elsewhere;
  }

  @Override
  public void close() {
    own.close();
    elsewhere.close();
    house.close();
  }
}
