package dev.sluice.scheduler.pages;

import dev.sluice.dashboard.pages.QueryText;
import dev.sluice.dashboard.web.DashboardController;
import dev.sluice.dashboard.web.Links;
import dev.sluice.dashboard.web.NoSuchPageException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that could not be read or decided. */
@DashboardController
@RequestMapping("${dashboard.path:/dashboard}" + DeadLettersController.PATH)
final class DeadLettersController {

  static final String PATH = "/dead-letters";

  private static final int SIZE = 50;

  /** Who wrote an entry that cannot be read need not have kept the limits. */
  private static final int TEXT_MAX = 64 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DeadLetters letters;
  private final Links links;

  DeadLettersController(DeadLetters letters, Links links) {
    this.letters = letters;
    this.links = links;
  }

  @GetMapping
  DeadLettersView list(@RequestParam(required = false) @Nullable String before) {
    DeadLetterCursor cursor =
        before == null || before.isEmpty()
            ? DeadLetterCursor.NEWEST
            : DeadLetterCursor.parse(before);
    List<DeadLetterRow> found = letters.list(cursor, SIZE + 1);
    List<DeadLetterRow> page = found.subList(0, Math.min(SIZE, found.size()));
    if (found.size() <= SIZE) {
      return new DeadLettersView(page, null);
    }
    var query = new QueryText();
    query.add("before", cursor.behind(page).toString());
    return new DeadLettersView(page, links.base() + PATH + query);
  }

  @GetMapping("/{shard}/{number}")
  DeadLetterView letter(@PathVariable int shard, @PathVariable long number) {
    DeadLetterRow letter =
        letters
            .find(shard, number)
            .orElseThrow(() -> new NoSuchPageException("dead letter " + shard + "-" + number));
    Optional<JsonNode> element = letters.element(shard, number).map(JSON::readTree);
    String payload = element.map(DeadLettersController::payload).orElse(null);
    String journal =
        element.map(JSON.writerWithDefaultPrettyPrinter()::writeValueAsString).orElse(null);
    return new DeadLetterView(
        letter, beginning(payload), beginning(journal), isLong(payload) || isLong(journal));
  }

  /** The bytes of an entry that could not be read are kept as they came. */
  private static @Nullable String payload(JsonNode element) {
    JsonNode raw = element.path("raw").path("payload");
    return raw.isString()
        ? new String(Base64.getDecoder().decode(raw.stringValue()), StandardCharsets.UTF_8)
        : null;
  }

  private static @Nullable String beginning(@Nullable String text) {
    return text != null && isLong(text) ? text.substring(0, TEXT_MAX) : text;
  }

  private static boolean isLong(@Nullable String text) {
    return text != null && text.length() > TEXT_MAX;
  }
}
