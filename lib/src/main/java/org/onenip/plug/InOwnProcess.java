package org.onenip.plug;

import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs JShell's snippets in this very process, in classes that see ours. JShell's own local engine
 * asks the system's class loader, which does not know the library where Maven has started it.
 */
final class InOwnProcess implements ExecutionControlProvider {
  @Override
  public String name() {
    return "onenip";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
    return new LocalExecutionControl(new Snippets());
  }

  /** The classes of one script's snippets, by name. */
  private static final class Snippets extends ClassLoader implements LoaderDelegate {
    private final Map<String, byte[]> bytes = new HashMap<>();

    Snippets() {
      super(InOwnProcess.class.getClassLoader());
    }

    @Override
    public synchronized void load(ClassBytecodes[] classes) {
      for (var each : classes) {
        bytes.put(each.name(), each.bytecodes());
      }
    }

    @Override
    public synchronized Class<?> findClass(String name) throws ClassNotFoundException {
      var loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      var code = bytes.get(name);
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, code, 0, code.length);
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
      load(classes);
    }

    @Override
    public void addToClasspath(String path) throws NotImplementedException {
      throw new NotImplementedException("the class path is the library's");
    }
  }
}
