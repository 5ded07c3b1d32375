package dev.sluice.web.parameter;

import java.beans.PropertyEditorSupport;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Reads numbers of parameters: digits, and nothing that the framework takes beside them, 0x1F, #1F,
 * +1, or digits of other scripts. An editor, as the framework tries its own where a converter
 * fails.
 */
@RestControllerAdvice
final class WholeNumbers {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

  @InitBinder
  void read(WebDataBinder binder) {
    binder.registerCustomEditor(int.class, new Editor());
  }

  private static final class Editor extends PropertyEditorSupport {

    @Override
    public void setAsText(String text) {
      if (!NUMBER.matcher(text).matches()) {
        throw new NumberFormatException("No whole number");
      }
      setValue(Integer.valueOf(text));
    }
  }
}
