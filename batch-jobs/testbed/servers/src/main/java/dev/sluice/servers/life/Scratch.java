package dev.sluice.servers.life;

import java.nio.file.Path;

/** A folder that is gone when it is closed, or when this JVM ends, however it ends. */
public final class Scratch implements AutoCloseable {

  private final DataFolder folder;

  private Scratch(DataFolder folder) {
    this.folder = folder;
  }

  /**
   * Makes a folder that no other user can read, under {@code java.io.tmpdir}.
   *
   * @param name says in its name whose it is: lower-case letters
   */
  public static Scratch create(String name) {
    return new Scratch(DataFolder.create(name));
  }

  /** Where it is. */
  public Path path() {
    return folder.path();
  }

  @Override
  public void close() {
    folder.close();
  }
}
