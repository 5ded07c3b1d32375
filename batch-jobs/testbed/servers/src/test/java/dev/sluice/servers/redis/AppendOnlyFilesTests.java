package dev.sluice.servers.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppendOnlyFilesTests {

  private static final String MANIFEST = "appendonly.aof.manifest";

  private final Map<String, byte[]> folder = new HashMap<>();

  @Test
  void copiesWhatTheManifestNames() {
    givenGeneration(1);
    folder.put("temp-rewriteaof-bg-7.aof", "unfinished".getBytes(UTF_8));

    Map<String, byte[]> copy = AppendOnlyFiles.copy(folder::get);

    assertThat(copy).containsOnlyKeys("base.1", "incr.1", MANIFEST);
    assertThat(copy.get("incr.1")).asString(UTF_8).isEqualTo("changes 1");
  }

  @Test
  void copiesAgainWhereARewriteCameBetween() {
    givenGeneration(1);

    Map<String, byte[]> copy =
        AppendOnlyFiles.copy(
            name -> {
              byte[] bytes = folder.get(name);
              if (name.equals("incr.1")) {
                folder.clear();
                givenGeneration(2);
              }
              return bytes;
            });

    assertThat(copy).containsOnlyKeys("base.2", "incr.2", MANIFEST);
  }

  @Test
  void givesUpWhereThereIsNoManifest() {
    assertThatIllegalStateException().isThrownBy(() -> AppendOnlyFiles.copy(folder::get));
  }

  private void givenGeneration(int n) {
    folder.put("base." + n, ("base " + n).getBytes(UTF_8));
    folder.put("incr." + n, ("changes " + n).getBytes(UTF_8));
    String manifest = "file base.%1$d seq 1 type b\nfile incr.%1$d seq 1 type i\n".formatted(n);
    folder.put(MANIFEST, manifest.getBytes(UTF_8));
  }
}
