package dev.caravan.bench;

import dev.caravan.platform.Svg;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** The result as bars: a panel for each kind of figure, least, median and greatest beside each other. */
final class Chart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final int LETTERS_IN_A_LINE = 80;

    private static final Map<String, ToDoubleFunction<Spread>> BARS = new LinkedHashMap<>();

    static {
        BARS.put("least", Spread::min);
        BARS.put("median", Spread::median);
        BARS.put("greatest", Spread::max);
    }

    private static final Color[] COLOURS = {new Color(0x9ecae1), new Color(0x2171b5), new Color(0x6baed6)};

    private static final List<Panel> PANELS = List.of(
            new Panel(
                    "CPU of the transform, second iteration of a JVM",
                    "CPU seconds",
                    row -> row.figure().equals("CPU, warm") && row.unit().equals("s"),
                    Row::variant),
            new Panel(
                    "Ratios that have a goal",
                    "times",
                    row -> row.goal() != null,
                    row -> row.variant().replaceAll(", [^/]*(?= /)", "") + " (goal " + row.goal() + ")"),
            new Panel(
                    "Extraction from Matomo to S3",
                    "thousand rows per second",
                    row -> row.figure().equals("rows by the clock")
                            && row.unit().equals("krows/s"),
                    Row::variant),
            new Panel(
                    "From Matomo to the index, by step",
                    "seconds of the clock",
                    row -> row.measure().equals("end-to-end")
                            && row.figure().startsWith("clock, ")
                            && !row.figure().endsWith(" all"),
                    row -> row.figure().substring("clock, ".length())));

    private Chart() {}

    /** @param label what stands below the bars of a row */
    private record Panel(String title, String axis, Predicate<Row> rows, Function<Row, String> label) {}

    /** Writes an SVG picture; panels without rows are left out. */
    static void write(List<Row> rows, Path file) throws IOException {
        List<CategoryChart> charts =
                PANELS.stream().flatMap(panel -> chart(panel, rows)).toList();
        Svg.write(file, WIDTH, HEIGHT * charts.size(), graphics -> {
            for (CategoryChart chart : charts) {
                chart.paint(graphics, WIDTH, HEIGHT);
                graphics.translate(0, HEIGHT);
            }
        });
    }

    private static Stream<CategoryChart> chart(Panel panel, List<Row> rows) {
        Map<String, Spread> bars = rows.stream()
                .filter(panel.rows())
                .collect(Collectors.toMap(panel.label(), Row::value, (first, same) -> first, LinkedHashMap::new));
        if (bars.isEmpty()) {
            return Stream.empty();
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(panel.title())
                .yAxisTitle(panel.axis())
                .build();
        chart.getStyler()
                .setSeriesColors(COLOURS)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setPlotBorderVisible(false)
                .setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        boolean crowded = bars.keySet().stream().mapToInt(String::length).sum() > LETTERS_IN_A_LINE;
        chart.getStyler()
                .setXAxisLabelRotation(crowded ? 20 : 0)
                .setYAxisDecimalPattern("#,##0.##")
                .setYAxisMin(0.0)
                .setYAxisMax(1.1
                        * bars.values().stream().mapToDouble(Spread::max).max().orElse(1));
        BARS.forEach((name, value) -> chart.addSeries(
                name,
                List.copyOf(bars.keySet()),
                bars.values().stream().map(value::applyAsDouble).toList()));
        return Stream.of(chart);
    }
}
