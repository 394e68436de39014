/** {@code ./caravan bench}: how fast the product is, measured beside what it can be compared with. */
@NullMarked
package dev.caravan.bench;

import org.jspecify.annotations.NullMarked;
