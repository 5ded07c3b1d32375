package dev.sluice.index;

import dev.sluice.contract.journal.SliceMessage;
import dev.sluice.contract.stream.EntryId;
import dev.sluice.contract.stream.IdMemory;
import dev.sluice.job.RunParameters;
import dev.sluice.journal.Journal;
import dev.sluice.shard.Shards;
import dev.sluice.stream.RememberedIds;
import dev.sluice.stream.ShardConnections;
import dev.sluice.stream.ShardRedis;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Looks after the memory of one shard's request ids: has those indexed that Redis is about to
 * forget, lets those go whose time is over, there and in the index, and what Redis has forgotten.
 * Each step can be repeated and goes on where it was cut short.
 */
final class IndexTasklet implements Tasklet {

  private final RequestIndexer indexer;
  private final Journal journal;
  private final Shards shards;
  private final ShardConnections servers;

  IndexTasklet(RequestIndexer indexer, Journal journal, Shards shards, ShardConnections servers) {
    this.indexer = indexer;
    this.journal = journal;
    this.shards = shards;
    this.servers = servers;
  }

  @Override
  public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext context) {
    JobParameters parameters = contribution.getStepExecution().getJobParameters();
    run(Math.toIntExact(RunParameters.get(parameters, RunParameters.SHARD)));
    return RepeatStatus.FINISHED;
  }

  /** Does what there is to do. */
  void run(int shard) {
    try (ShardRedis redis = ShardRedis.connect(servers, shard)) {
      RememberedIds ids = redis.ids();
      ids.find().filter(IdMemory::isIndexWanted).ifPresent(memory -> index(shard, memory, ids));
      // Nothing is forgotten that waits.
      if (redis.backlog() == 0 || isOldDecided(shard, ids)) {
        ids.update(memory -> memory.at(redis.now().toEpochMilli(), redis.nextRequest()));
      }
      ids.find().map(IdMemory::dropped).orElse(List.of()).forEach(ids::drop);
    }
    indexer.purge(shard);
  }

  private boolean isOldDecided(int shard, RememberedIds ids) {
    EntryId watermark = shards.get(shard).watermark();
    return ids.find().filter(memory -> memory.isOldDecided(watermark)).isPresent();
  }

  /** Of requests that are decided only: the others are not in the journal. */
  private void index(int shard, IdMemory memory, RememberedIds ids) {
    EntryId end = Objects.requireNonNull(memory.young().began());
    IdMemory.Half half = Objects.requireNonNull(memory.old());
    List<SliceMessage> last = journal.listAfterEntry(shard, end.previous(), 1);
    if (!last.isEmpty()) {
      indexer.through(shard, last.getFirst().lastNumber());
      ids.update(now -> now.withIndexed(half.number()));
    }
  }
}
