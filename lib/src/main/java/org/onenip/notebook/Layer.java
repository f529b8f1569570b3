package org.onenip.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.onenip.report.LineStyle;

/**
 * A trace as it is drawn, the same in the picture and on the page: histograms counted, marks as
 * lines of the plot's height, each in its style.
 */
record Layer(Trace trace, LineStyle style) {
  private static final int BINS = 30;

  static List<Layer> of(List<Trace> traces) {
    var counted = counted(traces);
    var layers = new ArrayList<Layer>();
    int n = 0;
    for (var trace : counted) {
      layers.add(
          trace instanceof Trace.Mark mark
              ? new Layer(upright(mark, counted), LineStyle.THRESHOLD)
              : new Layer(trace, LineStyle.of(n++)));
    }
    return layers;
  }

  private static List<Trace> counted(List<Trace> traces) {
    var range =
        finite(
                traces.stream()
                    .flatMapToDouble(
                        trace ->
                            trace instanceof Trace.Histogram histogram
                                ? DoubleStream.of(histogram.values())
                                : DoubleStream.empty()))
            .summaryStatistics();
    double low = range.getCount() > 0 ? range.getMin() : 0;
    double high = range.getMax() > low ? range.getMax() : low + Math.max(1, Math.abs(low));
    return traces.stream()
        .map(
            trace ->
                trace instanceof Trace.Histogram histogram
                    ? histogram.counts(low, high, BINS)
                    : trace)
        .toList();
  }

  private static Trace upright(Trace.Mark mark, List<Trace> others) {
    var heights = finite(others.stream().flatMapToDouble(Trace::ys)).summaryStatistics();
    var ends = new double[] {heights.getMin(), heights.getMax()};
    return new Trace.Curve(mark.name(), new double[] {mark.x(), mark.x()}, ends, true);
  }

  private static DoubleStream finite(DoubleStream values) {
    return values.filter(Double::isFinite);
  }
}
