package dev.sluice.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.FastByteArrayOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an answer's JSON at once, with its length. Spring's own converter writes it piece by
 * piece, so that an answer is sent in chunks, the last and empty one by a system call of its own.
 */
final class WholeJsonConverter extends JacksonJsonHttpMessageConverter {

  WholeJsonConverter(JsonMapper json) {
    super(json);
  }

  @Override
  protected void writeInternal(
      Object object,
      ResolvableType type,
      HttpOutputMessage answer,
      @Nullable Map<String, Object> hints)
      throws IOException {
    var json = new FastByteArrayOutputStream(512);
    super.writeInternal(object, type, new Gathering(answer.getHeaders(), json), hints);
    answer.getHeaders().setContentLength(json.size());
    json.writeTo(answer.getBody());
  }

  private record Gathering(HttpHeaders headers, OutputStream body) implements HttpOutputMessage {

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public OutputStream getBody() {
      return body;
    }
  }
}
