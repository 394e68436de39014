/** What operators see of a running service: health of the systems it needs, and metrics. */
@NullMarked
package dev.caravan.observe;

import org.jspecify.annotations.NullMarked;
