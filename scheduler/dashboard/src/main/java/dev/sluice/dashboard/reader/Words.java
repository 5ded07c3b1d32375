package dev.sluice.dashboard.reader;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the pages in one language. The application's own messages are not asked. */
public final class Words {

  private final ResourceBundle bundle;
  private final Locale locale;

  public Words(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "dev.sluice.dashboard.messages",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /**
   * A text with values in it.
   *
   * @throws java.util.MissingResourceException where there is no such text: a defect of a template
   */
  public String say(String key, Object... values) {
    String text = bundle.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }
}
