package dev.sluice.intake.description;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a record always has, its schema requires: the compiler knows what may be missing. */
@Component
@SuppressWarnings("rawtypes") // As the interface has it.
final class RequiredProperties implements ModelConverter {

  @Override
  public @Nullable Schema resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
    if (schema != null && raw.isRecord()) {
      Schema<?> model = named(schema, context);
      model.setRequired(required(raw));
    }
    return schema;
  }

  private static Schema<?> named(Schema<?> schema, ModelConverterContext context) {
    String reference = schema.get$ref();
    Schema<?> model =
        reference == null
            ? null
            : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    return model == null ? schema : model;
  }

  private static List<String> required(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(RecordComponent::getName)
        .toList();
  }
}
