package dev.sluice.intake.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of items.
 *
 * @param items in the order of the lines
 * @param next cursor of the next page; missing on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BulkItems")
record BulkPage(
    List<BulkItem> items,
    @Schema(description = "Missing on the last page") @Nullable String next) {}
