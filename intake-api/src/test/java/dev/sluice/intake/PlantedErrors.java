package dev.sluice.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent by which a method of another process does nothing but throw an {@link
 * OutOfMemoryError}, so that the process is otherwise as it is shipped. Public for the JVM.
 */
public final class PlantedErrors {

  private static final ClassDesc ERROR = ClassDesc.of("java.lang.OutOfMemoryError");

  private PlantedErrors() {}

  /** The option of a JVM with the test classes on its class path that plants one. */
  static String option(Path folder, String type, String method) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", PlantedErrors.class.getName());
    Path jar = folder.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return "-javaagent:" + jar + "=" + type + "#" + method;
  }

  /** Called by the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    String[] target = arguments.split("#", 2);
    String type = target[0].replace('.', '/');
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte @Nullable [] transform(
              @Nullable ClassLoader loader,
              String name,
              @Nullable Class<?> before,
              @Nullable ProtectionDomain domain,
              byte[] bytes) {
            return type.equals(name) ? plant(bytes, target[1]) : null;
          }
        });
  }

  private static byte[] plant(byte[] bytes, String method) {
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes),
        ClassTransform.transformingMethodBodies(
            candidate -> candidate.methodName().equalsString(method), new Throwing()));
  }

  private static final class Throwing implements CodeTransform {

    @Override
    public void atStart(CodeBuilder code) {
      code.new_(ERROR)
          .dup()
          .ldc("planted")
          .invokespecial(
              ERROR,
              ConstantDescs.INIT_NAME,
              MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
          .athrow();
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      // Nothing of what the method did is left.
    }
  }
}
