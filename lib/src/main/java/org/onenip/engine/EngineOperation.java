package org.onenip.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An operation that the engine has and DJL has no call for, such as attention in one kernel. A
 * TorchScript module of a few lines does it, written here and loaded once; gradients flow through
 * it as through any other operation.
 */
public final class EngineOperation {
  /** A pickled module {@code Operation} whose one attribute is {@code training = False}. */
  private static final String MODULE =
      "\u0080\2c__torch__\nOperation\n)\u0081}(X\b\0\0\0training\u0089ub.";

  /** A pickled empty tuple: the module's constants. */
  private static final String NO_CONSTANTS = "\u0080\2).";

  private final PtSymbolBlock module;

  /**
   * Compiles an operation.
   *
   * @param expression in TorchScript, for example {@code torch.silu_(x)}
   * @param operands the names that stand for tensors in it, in the order of {@link #apply}
   */
  public EngineOperation(String expression, List<String> operands) {
    this(
        operands.stream().map(name -> name + ": Tensor").collect(Collectors.joining(", ")),
        "return " + expression);
  }

  /**
   * Compiles an operation of several lines. Operands named {@code weights[]} ({@link
   * NDArray#setName}) are handed to it as a list {@code weights}.
   *
   * @param parameters in TorchScript, for example {@code weights: List[Tensor], rate: Tensor}
   * @param body in TorchScript, not indented; returns a tensor
   */
  public EngineOperation(String parameters, String body) {
    var manager = (PtNDManager) NDManager.newBaseManager(Device.cpu()); // lives as long as we do
    try {
      module =
          JniUtils.loadModule(
              manager, new ByteArrayInputStream(archive(parameters, body)), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Applies it.
   *
   * @param operands in the order of the parameters, those of a list one after the other
   * @return the result, owned by the manager of the first operand
   */
  public NDArray apply(NDArray... operands) {
    // as in training, without which the engine forbids later use of the result in a graph
    return IValueUtils.forward(module, new NDList(operands), true).singletonOrThrow();
  }

  private static byte[] archive(String parameters, String body) {
    var program =
        """
        class Operation(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Operation, %s) -> Tensor:
        %s
        """
            .formatted(parameters, body.indent(4).stripTrailing());
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      write(zip, "data.pkl", MODULE);
      write(zip, "code/__torch__.py", program);
      write(zip, "constants.pkl", NO_CONSTANTS);
      write(zip, "version", "3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry("operation/" + name));
    zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    zip.closeEntry();
  }
}
