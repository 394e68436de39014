package dev.caravan.diagnosis;

import dev.caravan.run.Period;
import dev.caravan.sources.Source;
import dev.caravan.usage.CallOff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains figures; {@link Explain} in the service. */
@FunctionalInterface
public interface Explainer {

    /**
     * @param identifier as it is indexed, or a raw one; null for the whole site
     * @param units days or months, in order, at least one; each is fetched and computed
     */
    Explanation explain(Source source, @Nullable String identifier, List<Period> units, CallOff callOff);
}
