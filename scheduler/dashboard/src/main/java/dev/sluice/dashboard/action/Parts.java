package dev.sluice.dashboard.action;

import dev.sluice.dashboard.audit.Audit;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.repository.JobRepository;

/** What all actions need. */
record Parts(
    JobRegistry jobs,
    JobRepository repository,
    StoredExecutions stored,
    Launches launches,
    Locks locks,
    JobRules rules,
    Audit audit) {}
