package dev.caravan.api;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** In which form a client wants an answer: the header of this name (RFC 9110, 12.5.1). */
final class Accept {

    private Accept() {}

    /**
     * @param header null, empty, or one that cannot be understood: anything will do
     * @param offered the one that we like best first
     * @return what the client likes best; empty when it likes none
     */
    static Optional<MimeType> best(@Nullable String header, List<MimeType> offered) {
        try {
            List<MimeType> ranges = header == null ? List.of() : MimeTypeUtils.parseMimeTypes(header);
            if (ranges.isEmpty()) {
                return Optional.of(offered.get(0));
            }
            // stable, so of equal ones the first stays first
            return offered.stream()
                    .sorted(Comparator.comparingDouble((MimeType type) -> quality(ranges, type))
                            .reversed())
                    .filter(type -> quality(ranges, type) > 0)
                    .findFirst();
        } catch (InvalidMimeTypeException | NumberFormatException e) {
            return Optional.of(offered.get(0));
        }
    }

    /** That of the range that names it most closely. */
    private static double quality(List<MimeType> ranges, MimeType type) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .max(Comparator.comparing((MimeType range) -> !range.isWildcardType())
                        .thenComparing(range -> !range.isWildcardSubtype()))
                .map(range -> Double.parseDouble(Objects.requireNonNullElse(range.getParameter("q"), "1")))
                .orElse(0.0);
    }
}
