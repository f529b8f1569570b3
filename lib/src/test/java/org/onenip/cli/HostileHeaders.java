package org.onenip.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Safetensors files whose headers lie about the sixteen bytes that follow them. */
final class HostileHeaders {
  private static final String RIGHT = "{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}";

  private HostileHeaders() {}

  static List<String> headers() {
    var headers = new ArrayList<String>();
    for (var entry :
        List.of(
            "7",
            "null",
            "[]",
            "{}",
            "\"F32\"",
            RIGHT.replace("F32", "X9"),
            RIGHT.replace("\"F32\"", "32"),
            RIGHT.replace("F32", "F".repeat(100_000)),
            RIGHT.replace("[4]", "4"),
            RIGHT.replace("[4]", "null"),
            RIGHT.replace("[4]", "[-4]"),
            RIGHT.replace("[4]", "[\"4\"]"),
            RIGHT.replace("[4]", "[4.5]"),
            RIGHT.replace("[4]", "[1e1]"),
            RIGHT.replace("[4]", "[NaN]"),
            RIGHT.replace("[4]", "[4611686018427387904,4]"),
            RIGHT.replace("[4]", "[4294967296,4294967296,4294967296]"),
            RIGHT.replace("[4]", "[0,9223372036854775807]"),
            RIGHT.replace("[4]", "[" + "9".repeat(100_000) + "]"),
            RIGHT.replace("[4]", "[4" + ",1".repeat(100_000) + "]"),
            RIGHT.replace("[0,16]", "[16,0]"),
            RIGHT.replace("[0,16]", "[-16,0]"),
            RIGHT.replace("[0,16]", "[0]"),
            RIGHT.replace("[0,16]", "[0,16,32]"),
            RIGHT.replace("[0,16]", "[0,17]"),
            RIGHT.replace("[0,16]", "[8,24]"),
            RIGHT.replace("[0,16]", "[9223372036854775792,-9223372036854775808]"),
            RIGHT.replace("[0,16]", "{}"))) {
      headers.add("{\"w\":" + entry + "}");
    }
    headers.add("");
    headers.add("{");
    headers.add("null");
    headers.add("[".repeat(200_000));
    headers.add("{\"a\":".repeat(200_000));
    headers.add("{\"w\":" + RIGHT + "}{}");
    headers.add("{\"w\":" + RIGHT + ",\"w\":" + RIGHT + "}");
    headers.add("{\"w\":" + RIGHT + ",\"v\":" + RIGHT + "}");
    headers.add("{\"" + "n".repeat(400_000) + "\":" + RIGHT + "}");
    headers.add("{\"__metadata__\":7,\"w\":" + RIGHT + "}");
    headers.add("{\"__metadata__\":{\"a\":{}},\"w\":" + RIGHT + "}");
    headers.add("{\"__metadata__\":{\"crc32c\":\"12345678\"},\"w\":" + RIGHT + "}");
    headers.add("{\"__metadata__\":{\"crc32c\":\"\"},\"w\":" + RIGHT + "}");
    headers.add(
        "{\"__metadata__\":{\"crc32c\":\"" + "9".repeat(400_000) + "\"},\"w\":" + RIGHT + "}");
    headers.add("{\"line\\nbreak\\u0000\":" + RIGHT + "}");
    return headers;
  }

  /** A file of a header and sixteen bytes. */
  static byte[] file(String header) {
    var text = header.getBytes(StandardCharsets.UTF_8);
    return file(text.length, text);
  }

  /** The same with another length said of the header. */
  static byte[] file(long length, byte[] text) {
    var bytes = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(length).put(text).array();
  }
}
