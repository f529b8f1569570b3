package org.onenip.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.onenip.support.Json;

/**
 * A Plotly figure as JSON. It is written here and not by tablesaw's classes because those put names
 * into script unescaped for it (a backslash ends the page's script) and know neither histogram bins
 * nor shapes.
 *
 * @param title the heading above the figure
 * @param data Plotly's traces
 * @param layout Plotly's layout
 */
public record Chart(String title, JsonArray data, JsonObject layout) {
  /** Escapes {@code <}, {@code >} and {@code &}, so that no text can end a script element. */
  private static final Gson JSON = new Gson();

  /** More points than a chart has pixels only make the page heavy. */
  private static final int MOST_POINTS = 800;

  private static final MathContext DIGITS = new MathContext(5);

  /** A figure without a legend. */
  public static Chart of(String title, String xTitle, String yTitle, List<JsonObject> traces) {
    var data = new JsonArray();
    traces.forEach(data::add);
    var layout =
        Json.of(
            "showlegend", false,
            "hovermode", "closest",
            "autosize", true,
            "margin", Json.of("l", 56, "r", 16, "t", 12, "b", 44),
            "font", Json.of("family", "system-ui, sans-serif", "size", 12, "color", "#44505c"),
            "xaxis", axis(xTitle),
            "yaxis", axis(yTitle));
    return new Chart(title, data, layout);
  }

  private static JsonObject axis(String title) {
    var axis = Json.of("gridcolor", "#e9edf1", "zeroline", false, "automargin", true);
    axis.addProperty("linecolor", "#c5ced6");
    axis.add("title", Json.of("text", title, "standoff", 8));
    return axis;
  }

  /** A line through points. */
  public static JsonObject line(String name, JsonArray x, JsonArray y, String color, String dash) {
    var trace = Json.of("type", "scatter", "mode", "lines", "name", label(name), "x", x, "y", y);
    trace.add("line", Json.of("color", color, "width", 1.8, "dash", dash));
    return trace;
  }

  /** Both axes from 0 to 1, a little air around. */
  Chart unitSquare() {
    for (var axis : List.of("xaxis", "yaxis")) {
      layout.getAsJsonObject(axis).add("range", numbers(-0.02, 1.02));
    }
    return this;
  }

  /** Leaves the buttons that Plotly shows above a large figure a place of their own. */
  public Chart roomForButtons() {
    layout.getAsJsonObject("margin").addProperty("t", 28);
    return this;
  }

  /** Sets properties of the vertical axis, name and value in turn. */
  public Chart yAxis(Object... pairs) {
    Json.of(pairs)
        .entrySet()
        .forEach(e -> layout.getAsJsonObject("yaxis").add(e.getKey(), e.getValue()));
    return this;
  }

  /** The figure for a script element of the page. */
  public String json() {
    return JSON.toJson(Json.of("data", data, "layout", layout));
  }

  /** Numbers at five digits; a gap where one is not finite, which JSON cannot say. */
  public static JsonArray numbers(double... values) {
    var array = new JsonArray();
    for (double value : values) {
      array.add(
          Double.isFinite(value)
              ? new JsonPrimitive(new BigDecimal(value).round(DIGITS).stripTrailingZeros())
              : JsonNull.INSTANCE);
    }
    return array;
  }

  /** At most 800 of a line's points, evenly chosen, the last among them. */
  public static <T> List<T> thinned(List<T> points) {
    int stride = Math.max(1, (points.size() + MOST_POINTS - 1) / MOST_POINTS);
    var kept = new ArrayList<T>();
    for (int i = 0; i < points.size() - 1; i += stride) {
      kept.add(points.get(i));
    }
    kept.addAll(points.subList(Math.max(0, points.size() - 1), points.size()));
    return kept;
  }

  /** A name as Plotly shows it: it reads a few tags in its labels, which a name must not be. */
  public static String label(String name) {
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
