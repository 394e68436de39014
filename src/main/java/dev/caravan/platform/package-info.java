/** Errors, settings, clock: what every package may use and which uses none of them. */
@NullMarked
package dev.caravan.platform;

import org.jspecify.annotations.NullMarked;
