/** What readers of statistics may ask the index for. */
@NullMarked
package dev.caravan.reports;

import org.jspecify.annotations.NullMarked;
