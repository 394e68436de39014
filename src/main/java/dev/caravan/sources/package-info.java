/** The sites that Caravan counts for: the {@code source} table, its import and its lint. */
@NullMarked
package dev.caravan.sources;

import org.jspecify.annotations.NullMarked;
