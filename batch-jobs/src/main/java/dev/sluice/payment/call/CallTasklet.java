package dev.sluice.payment.call;

import java.util.function.BooleanSupplier;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** The one step of a job that calls the provider. */
final class CallTasklet<T> implements Tasklet {

  private final CallLoop<T> loop;
  private final BooleanSupplier closing;

  /**
   * A step.
   *
   * @param closing whether the process is to stop
   */
  CallTasklet(Work<T> work, int callsAtOnce, BooleanSupplier closing) {
    this.loop = new CallLoop<>(work, callsAtOnce);
    this.closing = closing;
  }

  /** Ends early where the process or an operator wants it to. */
  @Override
  public RepeatStatus execute(StepContribution contribution, ChunkContext context)
      throws InterruptedException {
    StepExecution step = contribution.getStepExecution();
    loop.run(contribution, () -> closing.getAsBoolean() || step.isTerminateOnly());
    return RepeatStatus.FINISHED;
  }
}
