package dev.sluice.onsale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.rig.Addresses;
import dev.sluice.rig.OptionTexts;
import dev.sluice.rig.ServerSource;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTests {

  private final Properties properties = new Properties();

  @Test
  void defaultsAreAnEmbeddedOnSaleThatStaysUp() {
    Options options = options();

    assertThat(options.servers().kind()).isEqualTo(ServerSource.Kind.EMBEDDED);
    assertThat(options.requests()).isEqualTo(20_000);
    assertThat(options.exits()).isFalse();
    assertThat(options.servers().external()).isNull();
  }

  @Test
  void readsWhatIsGiven() {
    properties.putAll(
        Map.of(
            "sluice.servers", "Containers",
            "sluice.requests", "2,000",
            "sluice.seed", "7",
            "sluice.then", "k6 run k6/smoke.js",
            "sluice.exit", "true"));

    Options options = options();

    assertThat(options.servers().kind()).isEqualTo(ServerSource.Kind.CONTAINERS);
    assertThat(options.requests()).isEqualTo(2_000);
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.followUp()).isEqualTo("k6 run k6/smoke.js");
    assertThat(options.exits()).isTrue();
  }

  @Test
  void takesAFlagWithoutValueAsSet() {
    properties.put("sluice.exit", "");

    assertThat(options().exits()).isTrue();
  }

  @Test
  void takesABlankPropertyAsNotGiven() {
    properties.put("sluice.requests", "");

    assertThat(options().requests()).isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "sluice.servers, cloud, 'sluice.servers is embedded, containers or external, not cloud'",
    "sluice.requests, many, 'sluice.requests is a number, not many'",
    "sluice.requests, 1, 'sluice.requests is from 100 to 10000000, not 1'"
  })
  void saysWhatItDoesNotUnderstand(String name, String value, String message) {
    properties.put(name, value);

    assertThatIllegalArgumentException().isThrownBy(this::options).withMessage(message);
  }

  @Test
  void takesExternalServersFromPropertiesAndEnvironment() {
    properties.putAll(
        Map.of(
            "sluice.servers", "external",
            "sluice.database.url", "jdbc:mysql://db/sluice",
            "sluice.database.username", "sluice",
            "sluice.redis.url", "redis://cache:6379",
            "sluice.kafka.bootstrap-servers", "broker:9092"));

    Options options =
        Options.of(new OptionTexts(properties, Map.of("SLUICE_DATABASE_PASSWORD", "secret")));

    assertThat(options.servers().external())
        .isEqualTo(
            new Addresses(
                "jdbc:mysql://db/sluice", "sluice", "secret", "redis://cache:6379", "broker:9092"));
  }

  @Test
  void saysWhatIsMissingForExternalServers() {
    properties.put("sluice.servers", "external");

    assertThatIllegalArgumentException()
        .isThrownBy(this::options)
        .withMessageContaining("sluice.database.url")
        .withMessageContaining("SLUICE_DATABASE_URL");
  }

  private Options options() {
    return Options.of(new OptionTexts(properties, Map.of()));
  }
}
