/** From the LA Referencia usage-stats-processor to Caravan: its configuration. */
@NullMarked
package dev.caravan.migration;

import org.jspecify.annotations.NullMarked;
