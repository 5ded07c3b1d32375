package dev.sluice.intake.me;

import dev.sluice.intake.result.RequestView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Recent requests.
 *
 * @param requests the newest first, 50 at most
 */
@Schema(name = "RecentRequests")
record RequestList(List<RequestView> requests) {}
