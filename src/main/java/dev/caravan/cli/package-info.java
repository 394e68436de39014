/** The commands of {@code ./caravan}. */
@NullMarked
package dev.caravan.cli;

import org.jspecify.annotations.NullMarked;
