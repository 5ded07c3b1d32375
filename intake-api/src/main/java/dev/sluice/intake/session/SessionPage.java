package dev.sluice.intake.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions.
 *
 * @param sessions those that start first first
 * @param next cursor of the next page; missing on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Sessions")
record SessionPage(
    List<SessionView> sessions,
    @Schema(example = "1798830000000_d0000000-0000-4000-8000-000000000101")
        @Nullable String next) {}
