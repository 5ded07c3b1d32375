package dev.sluice.intake.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.CharBuffer;
import org.apache.catalina.connector.InputBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes from each request the 16 KiB that Tomcat keeps in it for reading a body as characters:
 * bodies are read as bytes here. There is no setting for them. Who read characters all the same
 * would do so in smaller pieces.
 */
final class LeanRequests extends ValveBase {

  private static final int CHARACTERS = 64;

  private static final VarHandle INPUT = handle(Request.class, "inputBuffer", InputBuffer.class);
  private static final VarHandle BUFFER = handle(InputBuffer.class, "cb", CharBuffer.class);

  LeanRequests() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    var input = (InputBuffer) INPUT.get(request);
    if (((CharBuffer) BUFFER.get(input)).capacity() > CHARACTERS) {
      BUFFER.set(input, CharBuffer.allocate(CHARACTERS).limit(0));
    }
    getNext().invoke(request, response);
  }

  private static VarHandle handle(Class<?> owner, String field, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, field, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Tomcat has no " + owner.getName() + "." + field, e);
    }
  }
}
