package dev.sluice.dashboard.reader;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/**
 * The texts of the pages in one language: the dashboard's and those that the application adds. Its
 * other messages are not asked.
 */
public final class Words {

  private static final String OWN = "dev.sluice.dashboard.messages";

  private final List<ResourceBundle> bundles;
  private final Locale locale;

  public Words(Locale locale, List<Texts> added) {
    this.locale = locale;
    this.bundles =
        Stream.concat(Stream.of(OWN), added.stream().map(Texts::bundle))
            .map(name -> bundle(name, locale))
            .toList();
  }

  /**
   * A text with values in it.
   *
   * @throws MissingResourceException where there is no such text: a defect of a template
   */
  public String say(String key, Object... values) {
    String text = text(key);
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }

  private String text(String key) {
    return bundles.stream()
        .filter(bundle -> bundle.containsKey(key))
        .findFirst()
        .map(bundle -> bundle.getString(key))
        .orElseThrow(() -> new MissingResourceException("no text " + key, OWN, key));
  }

  private static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
