package dev.sluice.onsale.play;

import dev.sluice.contract.request.LineIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * What is played: visits of single requests and bulk calls of mixed kinds, drawn from a seed. The
 * same seed gives the same visits for the same stage; in which order the requests arrive, and so
 * who gets what, is up to the race.
 *
 * @param visits in the order in which they begin
 */
record Playbook(List<Visit> visits) {

  /** Copies the list. */
  Playbook {
    visits = List.copyOf(visits);
  }

  /** How many of a hundred requests come in bulk calls. */
  private static final int BULK_PERCENT = 30;

  private static final int BULK_LINES_MAX = 400;
  private static final int CALLS_MIN = 8;

  /** Draws visits of exactly that many requests. */
  static Playbook draw(Stage stage, int requests, long seed) {
    var random = new Random(seed);
    var generator = new RequestGenerator(stage, requests, random);
    var visits = new ArrayList<Visit>();
    int bulk = drawBulk(generator, random, requests * BULK_PERCENT / 100, visits);
    var singles = new Singles(stage, generator, random);
    int left = requests - bulk;
    while (left > 0) {
      Visit visit = singles.draw(left);
      visits.add(visit);
      left -= visit.requests();
    }
    Collections.shuffle(visits, random);
    return new Playbook(visits);
  }

  /** How many requests it has. */
  int requests() {
    return visits.stream().mapToInt(Visit::requests).sum();
  }

  private static int drawBulk(
      RequestGenerator generator, Random random, int requests, List<Visit> visits) {
    int linesMax = Math.clamp(requests / CALLS_MIN, 1, BULK_LINES_MAX);
    int drawn = 0;
    for (int call = 0; drawn < requests; call++) {
      // Every fifth call is sent twice, so it counts twice.
      boolean twice = call % 5 == 4;
      int lines = Math.min(1 + random.nextInt(linesMax), (requests - drawn) / (twice ? 2 : 1));
      if (lines == 0) {
        break;
      }
      UUID key = generator.id();
      var bulk = new Visit.Bulk(key, lines(generator, random, key, lines), call % 3 == 2, twice);
      visits.add(bulk);
      drawn += bulk.requests();
    }
    return drawn;
  }

  private static List<Visit.Line> lines(
      RequestGenerator generator, Random random, UUID key, int count) {
    var lines = new ArrayList<Visit.Line>();
    PlannedRequest last = null;
    while (lines.size() < count) {
      int percent = random.nextInt(100);
      if (last != null && percent < 5) {
        // What a line is given a later one can give back: the ids of lines are known.
        PlannedRequest cancel = generator.cancel(last, LineIds.of(key, lines.size()));
        lines.add(new Visit.Line.Good(cancel));
        last = null;
      } else if (!lines.isEmpty() && percent < 7) {
        // Never the first: a call without any good line is refused as a whole.
        lines.add(new Visit.Line.Broken(generator.brokenLine()));
        last = null;
      } else {
        last = generator.reserve();
        lines.add(new Visit.Line.Good(last));
      }
    }
    return lines;
  }

  /** Draws visits of single requests. */
  private static final class Singles {

    private final Stage stage;
    private final RequestGenerator generator;
    private final Random random;

    Singles(Stage stage, RequestGenerator generator, Random random) {
      this.stage = stage;
      this.generator = generator;
      this.random = random;
    }

    /** A visit of at most that many requests. */
    Visit draw(int requestsMax) {
      int percent = requestsMax < 3 ? 99 : random.nextInt(100);
      PlannedRequest planned = generator.reserve();
      if (percent < 5) {
        return visit(planned, new Step.Ask(planned), new Step.Repeat(planned));
      }
      if (percent < 8) {
        return visit(planned, new Step.AskTwice(planned));
      }
      if (percent < 10) {
        return visit(
            planned, new Step.Ask(planned), new Step.Reuse(planned, generator.otherThan(planned)));
      }
      if (percent < 20) {
        return visit(planned, new Step.Ask(planned), giveBack(planned, random.nextBoolean()));
      }
      if (percent < 22) {
        return visit(
            planned, new Step.Ask(planned), giveBack(planned, false), giveBack(planned, false));
      }
      if (percent < 24) {
        return visit(planned, new Step.GiveBack(generator.cancel(planned, generator.id()), false));
      }
      if (percent < 27) {
        return visit(planned, generator.misfit());
      }
      if (percent < 30) {
        PlannedRequest early =
            generator.elsewhere(random.nextBoolean() ? stage.closed() : stage.notOpen());
        return visit(early, new Step.Ask(early));
      }
      if (percent < 40) {
        PlannedRequest keyless =
            new PlannedRequest(planned.session(), null, planned.customer(), planned.command());
        return visit(keyless, new Step.Ask(keyless));
      }
      if (percent < 52) {
        return visit(planned, new Step.Ask(planned), pay(planned));
      }
      if (percent < 54) {
        return visit(planned, new Step.Ask(planned), pay(planned), giveBack(planned, true));
      }
      if (percent < 56) {
        return visit(planned, new Step.Ask(planned), pay(planned), pay(planned));
      }
      return visit(planned, new Step.Ask(planned));
    }

    private Step pay(PlannedRequest planned) {
      return new Step.Pay(
          generator.pay(planned, Objects.requireNonNull(planned.id(), "drawn with an id")));
    }

    private Step giveBack(PlannedRequest planned, boolean inPart) {
      PlannedRequest cancel =
          generator.cancel(planned, Objects.requireNonNull(planned.id(), "drawn with an id"));
      return new Step.GiveBack(cancel, inPart);
    }

    private static Visit visit(PlannedRequest planned, Step... steps) {
      return new Visit.Single(planned.customer(), List.of(steps));
    }
  }
}
