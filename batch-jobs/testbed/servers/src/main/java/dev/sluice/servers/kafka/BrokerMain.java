package dev.sluice.servers.kafka;

import kafka.tools.StorageTool;

/** The main class of the child JVM: formats the broker's storage the first time, then runs it. */
final class BrokerMain {

  private BrokerMain() {}

  /** Takes the file of the broker's settings and the id of the cluster. */
  public static void main(String[] args) {
    String settings = args[0];
    String clusterId = args[1];
    String[] format = {"format", "--ignore-formatted", "-c", settings, "-t", clusterId};
    int status = StorageTool.execute(format, System.out);
    if (status != 0) {
      System.exit(status);
    }
    kafka.Kafka.main(new String[] {settings});
  }
}
