/** The SQL engines that run the stages. */
@NullMarked
package dev.caravan.engine;

import org.jspecify.annotations.NullMarked;
