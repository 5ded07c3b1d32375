package dev.sluice.dashboard.pages.executions;

import dev.sluice.dashboard.action.GivenParameter;
import dev.sluice.dashboard.action.ParameterType;
import dev.sluice.dashboard.web.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of a start.
 *
 * @param parameters may be missing
 * @param why the reason, may be missing
 */
public record StartInput(@Nullable List<ParameterInput> parameters, @Nullable String why) {

  private static final int PARAMETERS_MAX = 100;
  private static final int VALUE_MAX = 2_500;

  /** What a start takes. */
  public List<GivenParameter> given() {
    List<ParameterInput> all = Objects.requireNonNullElse(parameters, List.of());
    if (all.size() > PARAMETERS_MAX) {
      throw new InvalidInputException("more than " + PARAMETERS_MAX + " parameters");
    }
    return all.stream().map(ParameterInput::given).toList();
  }

  /**
   * From the fields of a form: name, type and value of each parameter, and the places of those that
   * identify, from 0.
   */
  static StartInput of(Function<String, List<String>> fields) {
    List<String> names = fields.apply("name");
    List<String> types = fields.apply("type");
    List<String> values = fields.apply("value");
    List<String> identifying = fields.apply("identifying");
    if (types.size() != names.size() || values.size() != names.size()) {
      throw new InvalidInputException("name, type and value do not go together");
    }
    var parameters = new ArrayList<ParameterInput>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isBlank()) {
        parameters.add(
            new ParameterInput(
                names.get(i),
                types.get(i),
                values.get(i),
                identifying.contains(Integer.toString(i))));
      }
    }
    return new StartInput(parameters, String.join(" ", fields.apply("why")));
  }

  /**
   * A parameter, as a program gives it.
   *
   * @param type name of a type, String where missing
   * @param identifying true where missing
   */
  public record ParameterInput(
      @Nullable String name,
      @Nullable String type,
      @Nullable String value,
      @Nullable Boolean identifying) {

    private GivenParameter given() {
      String text = Objects.requireNonNullElse(value, "");
      if (name == null || name.length() > 100 || text.length() > VALUE_MAX) {
        throw new InvalidInputException(
            "a parameter needs a name of up to 100 characters and a value of up to " + VALUE_MAX);
      }
      return new GivenParameter(
          name,
          Objects.requireNonNullElse(type, ParameterType.ALL.getFirst().name()),
          text,
          Objects.requireNonNullElse(identifying, true));
    }
  }
}
