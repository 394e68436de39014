package dev.caravan.diagnosis;

import dev.caravan.diagnosis.Volume.Amount;
import dev.caravan.platform.Svg;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws amounts of events as bars; what is missing is grey from bottom to top, so that it is no zero. Needs no screen. */
public final class VolumeChart {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 480;
    private static final int MOST_LABELS = 12;
    private static final Color[] COLOURS = {new Color(0xd9d9d9), new Color(0x2171b5)};

    private final CategoryChart chart;

    public VolumeChart(String title, List<Amount> amounts) {
        long greatest = amounts.stream()
                .map(Amount::events)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
        double top = Math.max(1, greatest) * 1.05;
        this.chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle("events")
                .build();
        chart.getStyler()
                .setOverlapped(true)
                .setSeriesColors(COLOURS)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setPlotBorderVisible(false)
                .setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        chart.getStyler()
                .setXAxisMaxLabelCount(MOST_LABELS)
                .setYAxisDecimalPattern("#,##0")
                .setYAxisMin(0.0)
                .setYAxisMax(top);
        List<String> units = amounts.stream().map(Amount::unit).toList();
        chart.addSeries(
                "nothing stored",
                units,
                amounts.stream()
                        .map(amount -> amount.events() == null ? top : 0.0)
                        .toList());
        chart.addSeries(
                "events",
                units,
                amounts.stream()
                        .map(amount -> Objects.requireNonNullElse(amount.events(), 0L))
                        .toList());
    }

    public void png(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
        }
    }

    public void svg(Path file) throws IOException {
        Svg.write(file, WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
    }
}
