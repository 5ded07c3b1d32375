package dev.sluice.intake.me;

import dev.sluice.intake.result.RequestView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Recent requests.
 *
 * @param requests the newest first, 50 at most
 * @param complete false if some may be missing
 */
@Schema(name = "RecentRequests")
record RequestList(
    List<RequestView> requests,
    @Schema(
            description =
                "False if some may be missing, as there was no memory to list them; each can be"
                    + " asked for by its id",
            example = "true")
        boolean complete) {}
