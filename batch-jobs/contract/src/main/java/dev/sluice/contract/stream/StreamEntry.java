package dev.sluice.contract.stream;

import dev.sluice.contract.Uuids;
import dev.sluice.contract.request.CommandJson;
import dev.sluice.contract.request.Digest;
import dev.sluice.contract.request.FieldProblems;
import dev.sluice.contract.request.Request;
import dev.sluice.contract.request.RequestType;
import dev.sluice.contract.request.SystemRequests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * An entry of a request stream as Redis holds it: plain fields beside a JSON payload, so that who
 * asked under which id is known even where the payload cannot be read.
 *
 * @param id where it stands
 * @param fields as they came; anyone can write to a stream, so nothing about them is certain
 */
public record StreamEntry(EntryId id, Map<String, byte[]> fields) {

  /** Version of the entries that this code writes, and the only one that it reads. */
  public static final int SCHEMA_VERSION = 1;

  /** The field of an entry that was queued again: when it was accepted, in milliseconds. */
  public static final String ACCEPTED = "accepted";

  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

  private static final String VERSION = Integer.toString(SCHEMA_VERSION);

  /** Whether the request's id may have been forgotten when the entry was appended. */
  public boolean isToBeLookedUp() {
    return fields.containsKey("lookup");
  }

  /** Whether its id is of the system's kind: it is never remembered. */
  public boolean isOfSystem() {
    UUID id = requestId();
    return id != null && SystemRequests.isId(id);
  }

  /** The entry that the append script makes of a request. */
  public static StreamEntry of(EntryId id, Request request) {
    var fields = new LinkedHashMap<String, byte[]>();
    fields.put("v", utf8(VERSION));
    fields.put("type", utf8(request.command().type().name()));
    fields.put("id", utf8(request.id().toString()));
    fields.put("session", utf8(request.session().toString()));
    fields.put("customer", utf8(request.customer()));
    fields.put("digest", utf8(request.digest().toString()));
    fields.put("payload", CommandJson.write(request.command()));
    return new StreamEntry(id, fields);
  }

  /** Bytes of the payload, for the bound on a slice; 0 if there is none. */
  public int payloadLength() {
    byte[] payload = fields.get("payload");
    return payload == null ? 0 : payload.length;
  }

  /**
   * Reads the request.
   *
   * @throws UndecodableEntryException if the version is unknown, a field is missing or the payload
   *     is not a well-formed command
   */
  public Request decode() {
    try {
      String version = text("v");
      if (!version.equals(VERSION)) {
        throw new UndecodableEntryException(id, "unknown schema version " + version, null);
      }
      RequestType type = type(text("type"));
      return new Request(
          uuid("id"),
          uuid("session"),
          text("customer"),
          Digest.parse(text("digest")),
          CommandJson.readEntry(type, bytes("payload")));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new UndecodableEntryException(
          id, e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage(), e);
    }
  }

  /**
   * When the entry was accepted, if it was queued again: only that writes the field.
   *
   * @throws UndecodableEntryException if the field is no number of milliseconds
   */
  public @Nullable Instant firstAccepted() {
    byte[] value = fields.get(ACCEPTED);
    if (value == null) {
      return null;
    }
    String text = new String(value, StandardCharsets.UTF_8);
    if (!MILLISECONDS.matcher(text).matches()) {
      throw new UndecodableEntryException(id, "field accepted is no instant", null);
    }
    return Instant.ofEpochMilli(Long.parseLong(text));
  }

  /** The request id, where it can be read. */
  public @Nullable UUID requestId() {
    return findUuid("id");
  }

  /** The session's id, where it can be read. */
  public @Nullable UUID session() {
    return findUuid("session");
  }

  /** The customer, where it is a valid name. */
  public @Nullable String customer() {
    byte[] value = fields.get("customer");
    if (value == null) {
      return null;
    }
    String name = new String(value, StandardCharsets.UTF_8);
    return FieldProblems.isCustomer(name) ? name : null;
  }

  /** The payload's digest, where it can be read; else {@link Digest#NONE}. */
  public Digest digest() {
    byte[] value = fields.get("digest");
    try {
      return value == null ? Digest.NONE : Digest.parse(new String(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // Anyone can write to a stream.
      return Digest.NONE;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable UUID findUuid(String field) {
    byte[] value = fields.get(field);
    return value == null ? null : Uuids.parse(new String(value, StandardCharsets.UTF_8));
  }

  private RequestType type(String name) {
    for (RequestType type : RequestType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new UndecodableEntryException(id, "unknown type " + name, null);
  }

  private UUID uuid(String field) {
    UUID value = Uuids.parse(text(field));
    if (value == null) {
      throw new UndecodableEntryException(id, "field " + field + " is not a UUID", null);
    }
    return value;
  }

  private String text(String field) {
    return new String(bytes(field), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String field) {
    byte[] value = fields.get(field);
    if (value == null) {
      throw new UndecodableEntryException(id, "field " + field + " is missing", null);
    }
    return value;
  }
}
