package dev.sluice.dashboard.pages;

import dev.sluice.dashboard.audit.Audit;
import dev.sluice.dashboard.audit.AuditEntry;
import dev.sluice.dashboard.web.Links;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What people did. */
@Controller
@RequestMapping("${dashboard.path:/dashboard}/audit")
public final class AuditController {

  private static final int SIZE = 50;

  private final Audit audit;
  private final Links links;

  public AuditController(Audit audit, Links links) {
    this.audit = audit;
    this.links = links;
  }

  @GetMapping
  AuditView list(
      @RequestParam(required = false) @Nullable String target,
      @RequestParam(required = false) @Nullable Long before) {
    String wanted = target == null || target.isBlank() ? null : target;
    List<AuditEntry> found =
        audit.list(wanted, null, before == null ? Long.MAX_VALUE : before, SIZE + 1);
    List<AuditEntry> page = found.subList(0, Math.min(SIZE, found.size()));
    var query = new QueryText();
    query.add("target", wanted);
    query.add("before", found.size() > SIZE ? Long.toString(page.getLast().id()) : null);
    return new AuditView(page, wanted, found.size() > SIZE ? links.audit() + query : null);
  }
}
