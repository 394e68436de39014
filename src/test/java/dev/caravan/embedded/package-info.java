/** The real servers that tests, {@code ./caravan demo} and {@code ./caravan servers} start; nothing but a JDK is needed. */
@NullMarked
package dev.caravan.embedded;

import org.jspecify.annotations.NullMarked;
