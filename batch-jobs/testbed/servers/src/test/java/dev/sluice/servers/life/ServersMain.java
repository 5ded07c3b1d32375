package dev.sluice.servers.life;

import dev.sluice.servers.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The JVM that {@link ServersEndIntegrationTests} ends. */
final class ServersMain {

  private ServersMain() {}

  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Servers servers = Servers.start(Mode.valueOf(args[0]));
    System.out.println("ready");
    in.readLine();
    if (ServersEndIntegrationTests.Ending.valueOf(args[1])
        == ServersEndIntegrationTests.Ending.CLOSE) {
      servers.close();
      System.out.println("closed");
      in.readLine();
    }
    System.exit(0);
  }
}
