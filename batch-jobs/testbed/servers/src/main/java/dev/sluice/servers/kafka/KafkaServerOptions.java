package dev.sluice.servers.kafka;

import java.util.Map;
import java.util.TreeMap;

/** What the broker is started with, in both modes. */
final class KafkaServerOptions {

  private KafkaServerOptions() {}

  /**
   * One process that is broker and controller.
   *
   * @param address what the broker binds; clients are told 127.0.0.1
   * @param port of the broker, the same inside a container and outside, so that the broker, too,
   *     reaches itself under the name that it tells
   */
  static Map<String, String> of(String address, int port, int controllerPort) {
    var settings = new TreeMap<String, String>();
    settings.put("node.id", "1");
    settings.put("process.roles", "broker,controller");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://127.0.0.1:%d".formatted(address, port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");

    settings.put("auto.create.topics.enable", "true");
    settings.put("num.partitions", "3");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    // Each internal topic: one replica, few partitions, which are made when first needed.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");

    // A consumer of a test need not wait for others, nor a killed broker for its own old session.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // The default, 128 MiB, is half the heap.
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    return settings;
  }
}
