package dev.sluice.intake.bulk.line;

import dev.sluice.contract.Limits;
import dev.sluice.contract.request.Command;
import dev.sluice.contract.request.CommandFields;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.InvalidRequestException;
import dev.sluice.contract.request.LineIds;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import dev.sluice.intake.security.Scopes;
import dev.sluice.intake.submission.WellFormed;
import dev.sluice.web.problem.BrokenJson;
import dev.sluice.web.problem.HttpProblem;
import dev.sluice.web.security.Caller;
import dev.sluice.web.security.Subjects;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the lines of one bulk call, each by itself. */
final class LineReader {

  /** What a line may ask for; what only the system asks for is not among it. */
  private static final List<RequestType> TYPES =
      List.of(RequestType.RESERVE, RequestType.CANCEL, RequestType.PAY);

  /** Far more than there are; behind them a line is not read. */
  private static final int FIELDS_MAX = 40;

  private final byte[] body;
  private final UUID bulk;
  private final Caller caller;

  LineReader(byte[] body, UUID bulk, Caller caller) {
    this.body = body;
    this.bulk = bulk;
    this.caller = caller;
  }

  Line read(BodyLines.Range range) {
    if (range.length() > Limits.PAYLOAD_BYTES_MAX) {
      return broken(
          range,
          LineProblem.of(
              HttpProblem.TOO_LARGE,
              "A line may have at most " + Limits.PAYLOAD_BYTES_MAX + " bytes."));
    }
    try (JsonParser json = CommandJson.parser(body, range.offset(), range.length())) {
      return new Fields().read(json).build(range);
    } catch (JacksonException e) {
      return broken(range, LineProblem.invalid(BrokenJson.errors(e), 0));
    } catch (InvalidRequestException e) {
      return broken(range, LineProblem.invalid(e));
    }
  }

  private static Line broken(BodyLines.Range range, LineProblem problem) {
    return new Line.Broken(range.number(), problem);
  }

  /** What a line has beside the fields of a command. */
  private final class Fields {

    private final CommandFields command = new CommandFields();
    private @Nullable UUID session;
    private @Nullable String subject;
    private RequestType type = RequestType.RESERVE;

    Fields read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        command.problems().add("", "must be a JSON object");
        command.problems().throwIfAny();
      }
      for (int fields = 0; json.nextToken() == JsonToken.PROPERTY_NAME; fields++) {
        if (fields == FIELDS_MAX) {
          // Reading names that nobody has is the dearest that a body can ask for.
          command.problems().add("", "must have at most " + FIELDS_MAX + " fields");
          command.problems().throwIfAny();
        }
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "session" -> session = command.readUuid(name, json);
          case "customer" -> subject = command.readText(name, json);
          case "type" -> readType(name, json);
          default -> {
            if (!command.accept(name, json)) {
              command.problems().add(name, "is not a field of a line");
              json.skipChildren();
            }
          }
        }
      }
      if (json.nextToken() != null) {
        command.problems().add("", "must be one JSON object, with nothing behind it");
      }
      return this;
    }

    Line build(BodyLines.Range range) {
      if (session == null && command.problems().isEmpty()) {
        command.problems().add("session", "must be given");
      }
      String customer = customer();
      Command wanted = command.build(type);
      WellFormed.check(wanted);
      // Without a session there is a problem, which ends the building of the command.
      return new Line.Wish(
          range.number(),
          Request.of(
              LineIds.of(bulk, range.number()), Objects.requireNonNull(session), customer, wanted));
    }

    private void readType(String name, JsonParser json) {
      String text = command.readText(name, json);
      Optional<RequestType> known =
          TYPES.stream().filter(candidate -> candidate.name().equals(text)).findFirst();
      if (text != null && known.isEmpty()) {
        command.problems().add(name, "must be one of " + TYPES);
      }
      type = known.orElse(type);
    }

    /** A line names a customer as their tokens do, so by the whole subject, however long. */
    private String customer() {
      if (subject == null) {
        return caller.name();
      }
      if (!Subjects.isSubject(subject)) {
        command.problems().add("customer", "must be the subject of the customer's tokens");
        return caller.name();
      }
      String customer = Subjects.nameOf(subject);
      if (!customer.equals(caller.name()) && !Scopes.mayActForOthers(caller)) {
        command.problems().add("customer", "your token does not allow to act for others");
      }
      return customer;
    }
  }
}
