package org.onenip.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onenip.support.ChildProcess;

/** Starts Jupyter's programs so that they read and write nothing in the user's home. */
public final class Jupyter {
  /** JupyterLab would ask whether to fetch its makers' news. */
  private static final String NO_NEWS =
      """
      {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}
      """;

  private final Project project;
  private final PythonEnvironment python;
  private final String kernel;

  /**
   * Jupyter for one kernel.
   *
   * @param kernel the name of the kernel that runs the notebooks, whatever they ask for
   */
  public Jupyter(Project project, PythonEnvironment python, String kernel) {
    this.project = project;
    this.python = python;
    this.kernel = kernel;
  }

  /** The name of the kernel that runs the notebooks. */
  String kernel() {
    return kernel;
  }

  /** A module of Jupyter's as a process in the notebooks' folder. */
  public ProcessBuilder module(String name, List<String> arguments) {
    var builder = python.process(ChildProcess.joined(List.of("-m", name), arguments));
    builder.directory(project.notebooks().toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("JUPYTER"));
    environment.put("JUPYTER_CONFIG_DIR", own("config").toString());
    environment.put("JUPYTER_DATA_DIR", own("data").toString());
    environment.put("JUPYTER_RUNTIME_DIR", own("runtime").toString());
    environment.put("JUPYTER_PREFER_ENV_PATH", "1");
    environment.put("IPYTHONDIR", own("ipython").toString());
    JavaKernel.addTo(environment, kernel);
    return builder;
  }

  private Path own(String name) {
    return project.lab().resolve("jupyter").resolve(name);
  }

  /**
   * Opens JupyterLab, for this computer alone, until it is ended.
   *
   * @param port where it listens, or the next free one
   * @return its exit code
   */
  public int lab(int port, boolean browser) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.add("--ServerApp.ip=localhost");
    arguments.add("--ServerApp.port=" + port);
    arguments.add("--ServerApp.root_dir=" + project.notebooks());
    arguments.add("--ServerApp.open_browser=" + (browser ? "True" : "False"));
    arguments.add("--ServerApp.allow_root=True"); // in a container one is often root
    arguments.add("--ServerApp.answer_yes=True"); // one Ctrl-C ends it
    arguments.add("--log-level=WARN");
    arguments.add("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate");
    arguments.add("--LabApp.extension_manager=readonly");
    arguments.add("--MultiKernelManager.default_kernel_name=" + kernel);
    arguments.add("--KernelSpecManager.ensure_native_kernel=False");
    arguments.add("--KernelSpecManager.allowed_kernelspecs=" + JavaKernel.NAME);
    arguments.add("--KernelSpecManager.allowed_kernelspecs=" + kernel);
    var settings = own("config").resolve("labconfig");
    Files.createDirectories(settings);
    Files.writeString(settings.resolve("page_config.json"), NO_NEWS);
    return ChildProcess.runInTerminal(module("jupyterlab", arguments));
  }
}
