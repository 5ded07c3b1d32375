package dev.sluice.servers.life;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Takes the servers' files out of the jars of the class path. */
public final class Unpacking {

  private static final int HEAD = 4_096;

  /**
   * Writes a program in a process of its own: where this JVM had the file open, any process that it
   * starts at that moment would inherit it for a while, and Linux runs no program that is open for
   * writing ("Text file busy").
   */
  private static final String WRITE = "cat >\"$1\" && chmod 700 \"$1\"";

  private Unpacking() {}

  /** Copies a resource of the class path. */
  public static void file(String resource, Path target) {
    try (InputStream in = open(resource)) {
      Files.createDirectories(target.getParent());
      Files.copy(in, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a program and makes it executable. Of a 64-bit ELF file only what the kernel loads is
   * copied: MariaDB's has 30 MB of program before 280 MB of debug information.
   */
  public static void program(String resource, Path target) {
    try (InputStream in = open(resource)) {
      Files.createDirectories(target.getParent());
      byte[] head = in.readNBytes(HEAD);
      List<String> command = Watchdog.shell(WRITE, List.of(target.toString()));
      Process writer = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      try (OutputStream out = writer.getOutputStream()) {
        out.write(head);
        long rest = loadedBytes(head) - head.length;
        byte[] buffer = new byte[1 << 16];
        for (int n; rest > 0 && (n = in.read(buffer)) >= 0; rest -= n) {
          out.write(buffer, 0, (int) Math.min(n, rest));
        }
      }
      if (!Waiting.forEnd(writer) || writer.exitValue() != 0) {
        throw new IOException("cannot be written and made executable: " + target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the last segment of an ELF file ends; the end of the world for any other file. */
  private static long loadedBytes(byte[] head) {
    boolean elf64LittleEndian =
        head.length == HEAD
            && Arrays.equals(head, 0, 6, new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, 6);
    if (!elf64LittleEndian) {
      return Long.MAX_VALUE;
    }
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int table = (int) elf.getLong(0x20);
    int entrySize = elf.getShort(0x36);
    int entries = elf.getShort(0x38);
    if (table + entrySize * entries > HEAD) {
      return Long.MAX_VALUE;
    }
    long end = 0;
    for (int i = 0; i < entries; i++) {
      int entry = table + i * entrySize;
      end = Math.max(end, elf.getLong(entry + 0x08) + elf.getLong(entry + 0x20));
    }
    return end;
  }

  /**
   * Opens a resource of the class path.
   *
   * @throws IOException where it is not there, as on a platform without embedded servers
   */
  public static InputStream open(String resource) throws IOException {
    InputStream in = Unpacking.class.getResourceAsStream("/" + resource);
    if (in == null) {
      throw new IOException(
          resource
              + " is not on the class path: no embedded servers on this platform, "
              + "use -Dsluice.servers=containers");
    }
    return in;
  }
}
