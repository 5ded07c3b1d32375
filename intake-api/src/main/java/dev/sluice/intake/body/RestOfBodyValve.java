package dev.sluice.intake.body;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads what is left of a body that was answered without it, so that its sender sees the answer;
 * but not for ever. The server itself would read on for as long as a byte comes now and then, also
 * for a caller without a token.
 */
final class RestOfBodyValve extends ValveBase {

  private final BodySettings settings;

  RestOfBodyValve(BodySettings settings) {
    super(true);
    this.settings = settings;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (request.isAsync() || request.isFinished()) {
      return;
    }
    response.finishResponse();
    if (!isReadInTime(request)) {
      request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
    }
  }

  private boolean isReadInTime(Request request) {
    var bytes = new Unwanted();
    long end = System.nanoTime() + settings.patience().toNanos();
    try {
      while (System.nanoTime() - end < 0) {
        if (request.getCoyoteRequest().doRead(bytes) < 0) {
          return true;
        }
      }
    } catch (IOException e) {
      // Silence, a hang-up or a broken body: to nobody's harm, as the answer has been sent.
      containerLog(e);
    }
    return false;
  }

  private void containerLog(IOException e) {
    getContainer().getLogger().debug("The rest of a body did not come", e);
  }

  /** Takes what is read, and forgets it. */
  private static final class Unwanted implements ApplicationBufferHandler {

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      bytes = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return bytes;
    }

    @Override
    public void expand(int size) {
      // What is read is the server's own buffer.
    }
  }
}
