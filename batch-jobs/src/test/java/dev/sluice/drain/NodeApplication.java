package dev.sluice.drain;

import dev.sluice.allocation.Allocation;
import dev.sluice.index.IndexJobConfiguration;
import dev.sluice.publication.RelayJobConfiguration;
import dev.sluice.slice.CommittedSlice;
import dev.sluice.slice.DecisionFunction;
import dev.sluice.slice.SliceListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * All beans of batch-jobs, as the scheduler has them, and those faults that the properties ask for.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({DrainJobConfiguration.class, IndexJobConfiguration.class, RelayJobConfiguration.class})
class NodeApplication {

  static final String HALT_AT = "fault.halt-at";
  static final String HALT_AT_SLICE = "fault.halt-at-slice";
  static final String ERROR = "fault.error";
  static final String BLOCK_WHILE = "fault.block-while";
  static final String BLOCKED = "blocked while deciding";
  static final int HALTED = 77;

  /** The points of a slice's way at which its process may be made to die. */
  enum Point {
    COMMITTED,
    ANNOUNCED,
    TRIMMED
  }

  /** Dies at a point, without a chance to clean up. */
  @Bean
  @ConditionalOnProperty(HALT_AT)
  SliceListener halt(
      @Value("${" + HALT_AT + "}") Point at, @Value("${" + HALT_AT_SLICE + "}") int slice) {
    return new Halt(at, slice);
  }

  /** Decides nothing while a file is there: the row lock is held. */
  @Bean
  @Primary
  @ConditionalOnProperty(BLOCK_WHILE)
  DecisionFunction blockingDecisionFunction(@Value("${" + BLOCK_WHILE + "}") Path file) {
    return (snapshot, entries, now, firstNumber) -> {
      if (Files.exists(file)) {
        System.out.println(BLOCKED);
      }
      while (Files.exists(file)) {
        LockSupport.parkNanos(1_000_000);
      }
      return Allocation.decide(snapshot, entries, now, firstNumber);
    };
  }

  /** Fails as a process does that is broken. */
  @Bean
  @ConditionalOnProperty(ERROR)
  SliceListener error() {
    return new SliceListener() {
      @Override
      public void committed(CommittedSlice slice) {
        throw new LinkageError("planted");
      }
    };
  }

  private record Halt(Point at, int slice, AtomicInteger passed) implements SliceListener {

    private Halt(Point at, int slice) {
      this(at, slice, new AtomicInteger());
    }

    @Override
    public void committed(CommittedSlice committed) {
      pass(Point.COMMITTED);
    }

    @Override
    public void announced(CommittedSlice message) {
      pass(Point.ANNOUNCED);
    }

    @Override
    public void trimmed(CommittedSlice message) {
      pass(Point.TRIMMED);
    }

    private void pass(Point point) {
      if (point == at && passed.incrementAndGet() == slice) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }
}
